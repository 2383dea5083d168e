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

/** Builds the requests of RFC 5176 for one session. */
final class DynAuthPackets {
    private DynAuthPackets() {}

    /**
     * Everything that names the session, for NASes differ in what they look at: FlexVPN by
     * audit-session-id, others by Acct-Session-Id or address. All of it must match (RFC 5176 §3).
     *
     * @param nasIpAddress as the NAS wrote it in its own accounting
     */
    static Attributes identification(Session session, @Nullable InetAddress nasIpAddress) {
        Attributes.Builder a = Attributes.builder();
        if (nasIpAddress instanceof Inet4Address v4) a.ipv4(Attr.NAS_IP_ADDRESS, v4);
        if (nasIpAddress instanceof Inet6Address v6) a.address(Attr.NAS_IPV6_ADDRESS, v6);
        a.string(Attr.USER_NAME, session.userName());
        a.string(Attr.ACCT_SESSION_ID, session.acctSessionId());
        String framedIp = session.framedIp();
        if (framedIp != null) a.address(Attr.FRAMED_IP_ADDRESS, InetAddress.ofLiteral(framedIp));
        String auditId = session.auditSessionId();
        if (auditId != null) a.avPair("audit-session-id=" + auditId);
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
     * Message-Authenticator first, then Event-Timestamp, by which the NAS refuses replays (RFC 5176
     * §6.3).
     */
    static byte[] packet(
            DynAuthKind kind,
            int identifier,
            Attributes identification,
            Attributes change,
            long nowSeconds,
            Secret secret) {
        Attributes all =
                Attributes.builder()
                        .u32(Attr.EVENT_TIMESTAMP, nowSeconds)
                        .addAll(identification)
                        .addAll(change)
                        .build();
        return RadiusSigner.hashedRequest(kind.code(), identifier, all, secret, true);
    }
}
