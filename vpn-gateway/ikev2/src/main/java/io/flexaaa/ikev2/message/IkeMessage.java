package io.flexaaa.ikev2.message;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message as the SA sees it: who, which exchange, which payloads. Length and Next Payload fields
 * are the codec's business. {@code fromInitiator} is the original initiator of the IKE SA (flag I),
 * whoever started this exchange.
 */
public record IkeMessage(
        long spiI,
        long spiR,
        int exchangeType,
        boolean fromInitiator,
        boolean response,
        long messageId,
        List<Payload> payloads) {
    public IkeMessage {
        payloads = List.copyOf(payloads);
    }

    public IkeMessage withPayloads(List<Payload> other) {
        return new IkeMessage(spiI, spiR, exchangeType, fromInitiator, response, messageId, other);
    }

    /** The first payload of this class; a repeated one shows in {@link #duplicates()}. */
    public <T extends Payload> @Nullable T first(Class<T> type) {
        for (Payload p : payloads) {
            if (type.isInstance(p)) {
                return type.cast(p);
            }
        }
        return null;
    }

    public <T extends Payload> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Payload p : payloads) {
            if (type.isInstance(p)) {
                found.add(type.cast(p));
            }
        }
        return found;
    }

    /** IDi ({@code initiator}) or IDr. */
    public @Nullable Identification identification(boolean initiator) {
        for (Payload p : payloads) {
            if (p instanceof Identification id && id.initiator() == initiator) {
                return id;
            }
        }
        return null;
    }

    /** TSi ({@code initiator}) or TSr. */
    public @Nullable TrafficSelectors trafficSelectors(boolean initiator) {
        for (Payload p : payloads) {
            if (p instanceof TrafficSelectors ts && ts.initiator() == initiator) {
                return ts;
            }
        }
        return null;
    }

    /** The first notify of this type. */
    public @Nullable NotifyPayload notification(int notifyType) {
        for (Payload p : payloads) {
            if (p instanceof NotifyPayload n && n.notifyType() == notifyType) {
                return n;
            }
        }
        return null;
    }

    public boolean hasNotification(int notifyType) {
        return notification(notifyType) != null;
    }

    /** The first notify that reports an error (type below 16384). */
    public @Nullable NotifyPayload firstError() {
        for (Payload p : payloads) {
            if (p instanceof NotifyPayload n && n.isError()) {
                return n;
            }
        }
        return null;
    }

    /**
     * The first payload we do not know whose sender set the critical bit. RFC 7296 §2.5: such a
     * request is refused with UNSUPPORTED_CRITICAL_PAYLOAD naming the type, such a response is
     * dropped.
     */
    public @Nullable Unknown firstCriticalUnknown() {
        for (Payload p : payloads) {
            if (p instanceof Unknown u && u.critical()) {
                return u;
            }
        }
        return null;
    }

    /**
     * Payload types that came more than once although RFC 7296's exchanges carry at most one. Using
     * the first and ignoring the rest would let two implementations disagree on what was signed:
     * callers answer INVALID_SYNTAX.
     */
    public List<Integer> duplicates() {
        BitSet seen = new BitSet(64);
        List<Integer> repeated = new ArrayList<>();
        for (Payload p : payloads) {
            if (!mayRepeat(p)) {
                if (seen.get(p.payloadType())) {
                    repeated.add(p.payloadType());
                }
                seen.set(p.payloadType());
            }
        }
        return repeated;
    }

    private static boolean mayRepeat(Payload p) {
        return switch (p) {
            case Certificate _, CertificateRequest _, NotifyPayload _, Delete _, VendorId _ -> true;
            case Unknown _ -> true;
            case SecurityAssociation _, KeyExchange _, Identification _, Authentication _ -> false;
            case Nonce _, TrafficSelectors _, Configuration _, Eap _ -> false;
            case Encrypted _, EncryptedFragment _ -> false;
        };
    }

    /** For logs: {@code IKE_AUTH request 1 { IDi, AUTH, SA, TSi, TSr }}. */
    @Override
    public String toString() {
        return ExchangeType.name(exchangeType)
                + (response ? " response " : " request ")
                + messageId
                + payloads.stream()
                        .map(p ->
                                p instanceof NotifyPayload n
                                        ? "N(" + NotifyType.name(n.notifyType()) + ")"
                                        : PayloadType.name(p.payloadType()))
                        .collect(Collectors.joining(", ", " { ", " }"));
    }
}
