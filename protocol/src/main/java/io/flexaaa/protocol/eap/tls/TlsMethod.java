package io.flexaaa.protocol.eap.tls;

import io.flexaaa.protocol.eap.EapMethod;
import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.tls.TlsFraming.Received;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * What EAP-TLS, TTLS and PEAP share: framing, handshake, failures, keys. A subclass says what
 * happens inside.
 */
public abstract class TlsMethod implements EapMethod {

    /** How a TLS method is set up. */
    public record Settings(TlsEngines engines, int packetOctets) {}

    /** What a subclass wants after it was told something. */
    protected sealed interface Inside {
        /**
         * Send this inside the tunnel; empty means an empty packet, so that the peer goes on.
         *
         * @param ends as in {@link EapMethod.Step.Ask}
         */
        record Say(byte[] text, @Nullable EapRefusal ends) implements Inside {}

        /** The peer has proved who it is. */
        record Admit(String user) implements Inside {}

        record Refuse(EapRefusal refusal) implements Inside {}

        static Inside say(byte[] text) {
            return new Say(text, null);
        }

        static Inside refuse(EapRefusal.Code code, String detail) {
            return new Refuse(new EapRefusal(code, detail));
        }
    }

    private final Settings settings;
    private final EapNotes notes;
    private final boolean clientCertificate;
    private final TlsFraming framing;
    private @Nullable TlsTunnel tunnel;
    private boolean opened;

    /** The last message under way ends the matter. */
    private @Nullable EapRefusal ending;

    protected TlsMethod(Settings settings, EapNotes notes, boolean clientCertificate) {
        this.settings = settings;
        this.notes = notes;
        this.clientCertificate = clientCertificate;
        this.framing = new TlsFraming(settings.packetOctets());
    }

    /** Both sides are done with the handshake; {@code text} is what the peer said right away. */
    protected abstract Inside opened(byte[] text) throws DecodeException;

    protected abstract Inside said(byte[] text) throws DecodeException;

    /** Label of the MSK in TLS 1.2, where each method has its own. */
    protected abstract String keyLabel12();

    protected final boolean isTls13() {
        return tunnel().isTls13();
    }

    protected final List<X509Certificate> peerChain() {
        return tunnel().peerChain();
    }

    protected final @Nullable Secret export(String label, int octets) {
        return tunnel().export(label, null, octets);
    }

    @Override
    public final Step start(int identifier) {
        return new Step.Ask(TlsFraming.start());
    }

    @Override
    public final Step answer(int identifier, Octets data, int nextIdentifier)
            throws DecodeException {
        return switch (framing.received(data)) {
            case Received.WantsMore() -> fragment();
            case Received.Part() -> new Step.Ask(TlsFraming.acknowledgement());
            case Received.Message(byte[] message) -> message(message);
        };
    }

    private Step message(byte[] message) throws DecodeException {
        TlsTunnel tls = tunnel;
        if (tls == null) {
            // The engine is made for a peer that has said something, not for every identity.
            if (message.length == 0) throw new DecodeException("ClientHello", "empty");
            tls = new TlsTunnel(settings.engines(), clientCertificate);
            tunnel = tls;
        }
        boolean before = tls.isEstablished();
        if (message.length > 0) tls.receive(message);
        EapRefusal failure = tls.failure();
        if (failure != null) return farewell(tls, failure);
        if (!tls.isEstablished()) {
            byte[] out = tls.takeOutput();
            if (out.length == 0) throw new DecodeException("handshake", "nothing to go on with");
            return send(out, null);
        }
        if (!before) {
            notes.add("TLS", tls.description());
            byte[] out = tls.takeOutput();
            // TLS 1.2: our Finished first; what is inside begins with the peer's next packet.
            if (out.length > 0) return send(out, null);
        }
        byte[] text = tls.takePlain();
        Inside inside = opened ? said(text) : opened(text);
        opened = true;
        EapRefusal broken = tls.failure();
        return broken != null ? new Step.Refuse(broken) : step(tls, inside);
    }

    private Step step(TlsTunnel tls, Inside inside) throws DecodeException {
        return switch (inside) {
            case Inside.Say(byte[] text, EapRefusal ends) -> {
                if (text.length > 0) tls.send(text);
                EapRefusal failure = tls.failure();
                yield failure != null ? new Step.Refuse(failure) : send(tls.takeOutput(), ends);
            }
            case Inside.Admit(String user) -> {
                Secret msk = msk(tls);
                EapRefusal failure = tls.failure();
                yield msk != null
                        ? new Step.Done(new EapSuccess(user, msk))
                        : new Step.Refuse(
                                failure != null
                                        ? failure
                                        : new EapRefusal(
                                                EapRefusal.Code.TLS_FAILED, "no keying material"));
            }
            case Inside.Refuse(EapRefusal refusal) -> new Step.Refuse(refusal);
        };
    }

    /**
     * RFC 9190 §2.3 and RFC 9427 §2.1 for TLS 1.3; RFC 5216 §2.3 and its likes for TLS 1.2. MSK and
     * EMSK are exported in one, because TLS 1.3 puts the length into the keys.
     */
    private @Nullable Secret msk(TlsTunnel tls) {
        int octets = 2 * EapSuccess.MSK_OCTETS;
        Secret both =
                tls.isTls13()
                        ? tls.export(
                                "EXPORTER_EAP_TLS_Key_Material",
                                new byte[] {(byte) type().number()},
                                octets)
                        : tls.export(keyLabel12(), null, octets);
        if (both == null) return null;
        try (both) {
            return Secret.wrap(Arrays.copyOf(both.reveal(), EapSuccess.MSK_OCTETS));
        }
    }

    /** The alert, if there is one to send; the peer's next packet is answered by EAP-Failure. */
    private Step farewell(TlsTunnel tls, EapRefusal refusal) {
        byte[] alert = tls.takeOutput();
        return alert.length == 0 ? new Step.Refuse(refusal) : send(alert, refusal);
    }

    private Step send(byte[] message, @Nullable EapRefusal ends) {
        framing.send(message);
        ending = ends;
        return fragment();
    }

    private Step fragment() {
        Octets next = framing.next();
        return new Step.Ask(next, framing.hasMore() ? null : ending);
    }

    private TlsTunnel tunnel() {
        TlsTunnel tls = tunnel;
        if (tls == null) throw new IllegalStateException("TLS has not begun");
        return tls;
    }
}
