package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;

import java.net.InetAddress;

/**
 * The Access-Request of a hub that asks for keys or for authorization. User-Password and
 * NAS-IP-Address are added at sending, Message-Authenticator by the signer.
 */
final class AccessRequests {
    /** What every hub sends unless the profile says {@code password}. */
    static final String DEFAULT_PASSWORD = "cisco";

    private AccessRequests() {}

    static Attributes outbound(GatewayConfig config, SessionFacts session, String userName) {
        Attributes.Builder out =
                Attributes.builder()
                        .string(Attr.USER_NAME, userName)
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND);
        addNas(config, session, out);
        return out.build();
    }

    /** What Access-Request and Accounting-Request have in common. */
    static void addNas(GatewayConfig config, SessionFacts session, Attributes.Builder out) {
        String configured = config.radius().defaults().nasIpAddress();
        InetAddress nas = configured == null ? null : Addresses.ipv4(configured);
        if (nas != null) {
            out.address(Attr.NAS_IP_ADDRESS, nas);
        }
        out.string(Attr.NAS_IDENTIFIER, config.hostname())
                .u32(Attr.NAS_PORT, 0)
                .u32(Attr.NAS_PORT_TYPE, Attr.NAS_PORT_TYPE_VIRTUAL)
                .string(Attr.NAS_PORT_ID, Addresses.text(session.local().address()))
                .string(Attr.CALLED_STATION_ID, Addresses.text(session.local().address()))
                .string(Attr.CALLING_STATION_ID, Addresses.text(session.remote().address()))
                .string(Attr.ACCT_SESSION_ID, session.acctSessionId())
                .avPair("audit-session-id=" + session.auditSessionId())
                .avPair("isakmp-phase1-id=" + session.identity().text());
    }
}
