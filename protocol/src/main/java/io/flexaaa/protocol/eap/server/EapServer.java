package io.flexaaa.protocol.eap.server;

import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.eap.EapNegotiation;
import io.flexaaa.protocol.eap.EapNegotiation.Turn;
import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.protocol.eap.EapRandom;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.eap.tls.TlsEngines;
import io.flexaaa.protocol.eap.tls.TlsMethod;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The authentication server's side of one EAP conversation, from the peer's identity to Success or
 * Failure. Not thread-safe: one packet at a time, each of which yields exactly one {@link Turn}.
 */
public final class EapServer {

    /**
     * @param methods in order of preference; the first is offered, a peer's Nak picks another
     * @param packetOctets the longest EAP packet the path to the peer takes
     * @param maxRounds requests at most, fragments included
     */
    public record Settings(
            List<EapType> methods, TlsEngines engines, int packetOctets, int maxRounds) {

        public Settings withPacketOctets(int octets) {
            return new Settings(methods, engines, octets, maxRounds);
        }
    }

    private final EapNotes notes = new EapNotes();
    private final EapNegotiation negotiation;

    public EapServer(Settings settings, EapUsers users, EapRandom random) {
        TlsMethod.Settings tls =
                new TlsMethod.Settings(settings.engines(), settings.packetOctets());
        EapMethods methods = new EapMethods(users, notes, random, tls);
        this.negotiation =
                new EapNegotiation(
                        methods.offers(settings.methods()), notes, 0, settings.maxRounds());
    }

    /** Asks for the identity, where the NAS has not (RFC 3579 §2.1, EAP-Start). */
    public Turn start() {
        return new Turn.Ask(negotiation.askIdentity());
    }

    /** The next packet of the peer; the first is its EAP-Response/Identity. */
    public Turn answer(Octets packet) {
        try {
            return negotiation.answer(EapMessage.decode(packet));
        } catch (DecodeException e) {
            int identifier = packet.length() > 1 ? packet.u8(1) : 0;
            return new Turn.Refuse(
                    new EapMessage.Failure(identifier),
                    new EapRefusal(EapRefusal.Code.MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    public String identity() {
        return negotiation.identity();
    }

    public @Nullable EapType methodType() {
        return negotiation.methodType();
    }

    /** See {@link EapNegotiation#ends}: what to log should the peer never answer. */
    public @Nullable EapRefusal ends() {
        return negotiation.ends();
    }

    public List<EapNotes.Note> notes() {
        return notes.list();
    }
}
