package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import java.util.Arrays;

/**
 * Whether a datagram of a known client is a request to work on. A function; what it refuses gets no
 * answer.
 */
final class Admission {

    /** Which port it came in on. */
    enum Port {
        AUTHENTICATION,
        ACCOUNTING
    }

    sealed interface Result {
        record Admitted(RadiusPacket packet, byte[] octets, MessageAuthenticator authenticator)
                implements Result {}

        record Refused(DropReason reason) implements Result {}
    }

    private Admission() {}

    static Result check(
            Port port,
            byte[] buffer,
            int available,
            Secret secret,
            boolean requireMessageAuthenticator) {
        return check(port, buffer, available, secret, requireMessageAuthenticator, false);
    }

    /**
     * @param insideTls whether the transport itself proves who sent it and that nobody changed it:
     *     then a missing Message-Authenticator opens no door (RFC 6614 §2.3, CVE-2024-3596)
     */
    static Result check(
            Port port,
            byte[] buffer,
            int available,
            Secret secret,
            boolean requireMessageAuthenticator,
            boolean insideTls) {
        byte[] octets;
        RadiusPacket packet;
        try {
            // Octets beyond the Length field are padding (RFC 2865 §3) and stay out of every
            // digest.
            octets = Arrays.copyOf(buffer, RadiusCodec.packetLength(buffer, 0, available));
            packet = RadiusCodec.decode(octets, 0, octets.length);
        } catch (DecodeException e) {
            return refused(DropReason.MALFORMED);
        }
        Code code = packet.code();
        boolean expected =
                code == Code.STATUS_SERVER
                        || code
                                == (port == Port.AUTHENTICATION
                                        ? Code.ACCESS_REQUEST
                                        : Code.ACCOUNTING_REQUEST);
        if (!expected) return refused(DropReason.WRONG_CODE);
        MessageAuthenticator authenticator =
                RadiusSigner.verifyRequestMessageAuthenticator(octets, secret);
        DropReason reason =
                switch (authenticator) {
                    case BAD -> DropReason.BAD_MESSAGE_AUTHENTICATOR;
                    case ABSENT -> absent(packet, requireMessageAuthenticator, insideTls);
                    case GOOD -> null;
                };
        if (reason != null) return refused(reason);
        if (code == Code.ACCOUNTING_REQUEST && !RadiusSigner.verifyHashedRequest(octets, secret)) {
            return refused(DropReason.BAD_AUTHENTICATOR);
        }
        return new Result.Admitted(packet, octets, authenticator);
    }

    private static @org.jspecify.annotations.Nullable DropReason absent(
            RadiusPacket packet, boolean required, boolean insideTls) {
        // Accounting-Requests are protected by their own authenticator.
        if (packet.code() == Code.ACCOUNTING_REQUEST) return null;
        // RFC 5997 §3, RFC 3579 §3.2: not optional for Status-Server and EAP, whatever the NAS is
        // allowed.
        if (required
                || packet.code() == Code.STATUS_SERVER
                || packet.attributes().has(Attr.EAP_MESSAGE)) {
            return DropReason.MISSING_MESSAGE_AUTHENTICATOR;
        }
        // The collision of CVE-2024-3596 is carried in Proxy-State; a hub of a legacy kind has no
        // reason to send it.
        return !insideTls && packet.attributes().has(Attr.PROXY_STATE)
                ? DropReason.PROXY_STATE_UNPROTECTED
                : null;
    }

    private static Result refused(DropReason reason) {
        return new Result.Refused(reason);
    }
}
