package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.session.Session;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;

/** Builds the requests of RFC 5176 for one session. */
final class DynAuthPackets {
    private DynAuthPackets() {}

    /**
     * The identifiers chosen, and the NAS itself.
     *
     * @param nasIpAddress as the NAS wrote it in its own accounting
     */
    static Attributes identification(
            Session session, @Nullable InetAddress nasIpAddress, Set<SessionIdentifier> by) {
        Attributes.Builder a = Attributes.builder();
        if (nasIpAddress instanceof Inet4Address v4) a.ipv4(Attr.NAS_IP_ADDRESS, v4);
        if (nasIpAddress instanceof Inet6Address v6) a.address(Attr.NAS_IPV6_ADDRESS, v6);
        for (SessionIdentifier identifier : by) {
            String value = identifier.of(session);
            if (value == null) continue;
            switch (identifier) {
                case AUDIT_SESSION_ID -> a.avPair("audit-session-id=" + value);
                case ACCT_SESSION_ID -> a.string(Attr.ACCT_SESSION_ID, value);
                case FRAMED_IP_ADDRESS ->
                        a.address(Attr.FRAMED_IP_ADDRESS, InetAddress.ofLiteral(value));
                case USER_NAME -> a.string(Attr.USER_NAME, value);
                case CALLING_STATION_ID -> a.string(Attr.CALLING_STATION_ID, value);
            }
        }
        return a.build();
    }

    static Attributes change(PolicyChange change) {
        Attributes.Builder a = Attributes.builder();
        Integer timeout = change.sessionTimeout();
        if (timeout != null) a.u32(Attr.SESSION_TIMEOUT, timeout);
        change.avPairs().forEach(a::avPair);
        return a.build();
    }

    /**
     * Message-Authenticator first where the NAS takes it, then Event-Timestamp, by which the NAS
     * refuses replays (RFC 5176 §6.3).
     */
    static byte[] packet(
            DynAuthKind kind,
            int identifier,
            Attributes identification,
            Attributes change,
            long nowSeconds,
            Secret secret,
            boolean messageAuthenticator) {
        Attributes all =
                Attributes.builder()
                        .u32(Attr.EVENT_TIMESTAMP, nowSeconds)
                        .addAll(identification)
                        .addAll(change)
                        .build();
        return RadiusSigner.hashedRequest(
                kind.code(), identifier, all, secret, messageAuthenticator);
    }
}
