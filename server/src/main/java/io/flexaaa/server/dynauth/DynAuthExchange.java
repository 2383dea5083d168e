package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

/**
 * One CoA or Disconnect exchange (RFC 5176) as seen by who asks; without socket or clock. The
 * packet is sent again unchanged, so that the NAS can recognise a duplicate by identifier and
 * authenticator (RFC 5080 §2.2.1), after 1, 2 and 4 seconds. Not thread-safe.
 */
final class DynAuthExchange {
    /** How long to wait after each transmission. */
    static final long[] WAITS_MS = {1000, 2000, 4000};

    /** What to do now. */
    sealed interface Step {
        /** Send the packet, then wait for a reply until the instant given. */
        record Send(long untilMs) implements Step {}

        /** Nothing useful came; keep waiting until then. */
        record Wait(long untilMs) implements Step {}

        record Done(Answer answer) implements Step {}
    }

    /** What the NAS said, or that it said nothing. */
    sealed interface Answer {
        int attempts();

        record Ack(int attempts, long roundTripMs) implements Answer {}

        /**
         * @param errorCause of RFC 5176 §3.5; null when the NAS gave none
         */
        record Nak(int attempts, long roundTripMs, @Nullable Integer errorCause)
                implements Answer {}

        /**
         * @param badReplies datagrams that came from the NAS but did not verify
         */
        record Silent(int attempts, int badReplies) implements Answer {}
    }

    private final byte[] packet;
    private final Code request;
    private final int identifier;
    private final Octets authenticator;
    private final Secret secret;
    private int attempts;
    private int badReplies;
    private long sentAtMs;
    private long untilMs;

    DynAuthExchange(Code request, byte[] packet, Secret secret) {
        if (request != Code.COA_REQUEST && request != Code.DISCONNECT_REQUEST)
            throw new IllegalArgumentException(request + " is no dynamic-authorization request");
        this.request = request;
        this.packet = packet;
        this.identifier = packet[1] & 0xff;
        this.authenticator = Octets.copyOf(packet, 4, 16);
        this.secret = secret;
    }

    byte[] packet() {
        return packet;
    }

    /** The beginning, and whenever {@code untilMs} of the last step has passed. */
    Step due(long nowMs) {
        if (attempts > 0 && nowMs < untilMs) return new Step.Wait(untilMs);
        if (attempts == WAITS_MS.length)
            return new Step.Done(new Answer.Silent(attempts, badReplies));
        sentAtMs = nowMs;
        untilMs = nowMs + WAITS_MS[attempts];
        attempts++;
        return new Step.Send(untilMs);
    }

    /** A datagram came from the NAS. */
    Step received(byte[] datagram, int length, long nowMs) {
        RadiusPacket reply = verified(datagram, length);
        if (reply == null) {
            badReplies++;
            return new Step.Wait(untilMs);
        }
        // Counted from the last transmission; to which one the reply belongs cannot be told.
        long roundTripMs = nowMs - sentAtMs;
        if (reply.code() == ack()) return new Step.Done(new Answer.Ack(attempts, roundTripMs));
        long cause = reply.attributes().u32(Attr.ERROR_CAUSE, -1);
        return new Step.Done(new Answer.Nak(attempts, roundTripMs, cause < 0 ? null : (int) cause));
    }

    private @Nullable RadiusPacket verified(byte[] datagram, int length) {
        try {
            RadiusPacket reply = RadiusCodec.decode(datagram, 0, length);
            if (reply.identifier() != identifier) return null;
            if (reply.code() != ack() && reply.code() != nak()) return null;
            byte[] exact = new byte[RadiusCodec.packetLength(datagram, 0, length)];
            System.arraycopy(datagram, 0, exact, 0, exact.length);
            if (!RadiusSigner.verifyReply(exact, authenticator, secret)) return null;
            MessageAuthenticator signed =
                    RadiusSigner.verifyReplyMessageAuthenticator(exact, authenticator, secret);
            // RFC 5176 §2.3 lets the NAS leave it out; IOS does unless told send-ma.
            return signed == MessageAuthenticator.BAD ? null : reply;
        } catch (DecodeException e) {
            // Anyone may send us octets; they are counted by the caller and the wait goes on.
            return null;
        }
    }

    private Code ack() {
        return request == Code.COA_REQUEST ? Code.COA_ACK : Code.DISCONNECT_ACK;
    }

    private Code nak() {
        return request == Code.COA_REQUEST ? Code.COA_NAK : Code.DISCONNECT_NAK;
    }
}
