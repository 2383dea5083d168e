package io.flexaaa.protocol.eap;

import io.flexaaa.protocol.eap.EapMethod.Step;
import io.flexaaa.protocol.eap.EapRefusal.Code;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * EAP above a method, outside and inside a tunnel alike: Identity, the offer, the peer's Nak, and
 * then the method's own rounds (RFC 3748 §2). Identifiers go up by one a request.
 */
public final class EapNegotiation {

    /** A method that may be used, in order of preference. */
    public record Offer(EapType type, Function<String, EapMethod> create) {}

    /** One packet out, and whether that was the last. */
    public sealed interface Turn {
        EapMessage message();

        record Ask(EapMessage.Request message) implements Turn {}

        record Accept(EapMessage.Success message, EapSuccess success) implements Turn {}

        record Refuse(EapMessage.Failure message, EapRefusal refusal) implements Turn {}
    }

    /** The longest name RADIUS can carry in User-Name. */
    private static final int MAX_IDENTITY_OCTETS = 253;

    private final List<Offer> offers;
    private final EapNotes notes;
    private final int maxRounds;
    private int identifier;
    private int rounds;
    private String identity = "";
    private @Nullable EapMethod method;

    /** The offered method has been answered, so that a Nak is no longer allowed. */
    private boolean committed;

    private @Nullable EapRefusal ends;

    /**
     * @param identifier of the request this begins with
     * @param maxRounds of requests, the first included
     */
    public EapNegotiation(List<Offer> offers, EapNotes notes, int identifier, int maxRounds) {
        this.offers = List.copyOf(offers);
        this.notes = notes;
        this.identifier = identifier & 0xff;
        this.maxRounds = maxRounds;
    }

    /** The first request where nobody has asked for the identity yet: inside a tunnel. */
    public EapMessage.Request askIdentity() {
        return new EapMessage.Request(identifier, EapMessage.IDENTITY, Octets.EMPTY);
    }

    /** What the peer calls itself; empty until it has said so. */
    public String identity() {
        return identity;
    }

    /** What the matter will end with whatever the peer still says; null while it is open. */
    public @Nullable EapRefusal ends() {
        return ends;
    }

    public @Nullable EapType methodType() {
        return method == null ? null : method.type();
    }

    /** The peer's answer to the last request. */
    public Turn answer(EapMessage message) {
        if (!(message instanceof EapMessage.Response(int id, int type, Octets data))) {
            return refuse(Code.MALFORMED, "a peer sends EAP-Responses only");
        }
        if (identity.isEmpty()) {
            // A peer's first Response carries the identifier of the NAS's own Identity request.
            identifier = id;
            return identified(type, data);
        }
        if (id != identifier) {
            return refuse(Code.OUT_OF_ORDER, "identifier " + id + " where " + identifier + " was");
        }
        if (ends != null) return refuse(ends);
        if (++rounds > maxRounds) return refuse(Code.TOO_LONG, maxRounds + " rounds");
        EapMethod current = method;
        if (current == null) return refuse(Code.OUT_OF_ORDER, "no method is under way");
        if (type == EapMessage.NAK || type == EapMessage.EXPANDED) return nak(current, type, data);
        if (type != current.type().number()) {
            return refuse(
                    Code.OUT_OF_ORDER,
                    EapType.name(type) + " in answer to " + current.type().label());
        }
        committed = true;
        try {
            return turn(current.answer(id, data, next()));
        } catch (DecodeException e) {
            return refuse(Code.MALFORMED, current.type().label() + ": " + e.getMessage());
        }
    }

    private Turn identified(int type, Octets data) {
        if (type != EapMessage.IDENTITY) {
            return refuse(Code.OUT_OF_ORDER, EapType.name(type) + " before an identity");
        }
        if (data.isEmpty() || data.length() > MAX_IDENTITY_OCTETS) {
            return refuse(Code.MALFORMED, "an identity of " + data.length() + " octets");
        }
        identity = data.utf8();
        notes.add("identity", identity);
        if (offers.isEmpty()) return refuse(Code.NO_COMMON_METHOD, "nothing is on offer");
        return offer(offers.getFirst());
    }

    private Turn offer(Offer offer) {
        notes.add("offered", offer.type().label());
        EapMethod created = offer.create().apply(identity);
        method = created;
        return turn(created.start(next()));
    }

    /** RFC 3748 §5.3.1: a legacy Nak lists what the peer would take, 0 being nothing. */
    private Turn nak(EapMethod current, int type, Octets data) {
        if (committed) return refuse(Code.OUT_OF_ORDER, "a Nak in the middle of a method");
        committed = true;
        List<String> wanted = new ArrayList<>();
        if (type == EapMessage.NAK) {
            for (int i = 0; i < data.length(); i++) wanted.add(EapType.name(data.u8(i)));
            for (Offer offer : offers) {
                if (offer.type() == current.type()) continue;
                for (int i = 0; i < data.length(); i++) {
                    if (data.u8(i) != offer.type().number()) continue;
                    notes.add("Nak", "the peer wants " + String.join(", ", wanted));
                    return offer(offer);
                }
            }
        }
        boolean nothing = data.isEmpty() || type == EapMessage.NAK && data.u8(0) == 0;
        return refuse(
                Code.NO_COMMON_METHOD,
                "the peer wants "
                        + (nothing || wanted.isEmpty() ? "none" : String.join(", ", wanted)));
    }

    private Turn turn(Step step) {
        return switch (step) {
            case Step.Ask(Octets data, EapRefusal lost) -> {
                identifier = next();
                ends = lost;
                EapMethod current = method;
                if (current == null) throw new IllegalStateException("a step without a method");
                yield new Turn.Ask(
                        new EapMessage.Request(identifier, current.type().number(), data));
            }
            // RFC 3748 §4.2: Success and Failure bear the identifier of the response they answer.
            case Step.Done(EapSuccess success) ->
                    new Turn.Accept(new EapMessage.Success(identifier), success);
            case Step.Refuse(EapRefusal refusal) -> refuse(refusal);
        };
    }

    private int next() {
        return identifier + 1 & 0xff;
    }

    private Turn refuse(Code code, String detail) {
        return refuse(new EapRefusal(code, detail));
    }

    private Turn refuse(EapRefusal refusal) {
        ends = refusal;
        return new Turn.Refuse(new EapMessage.Failure(identifier), refusal);
    }
}
