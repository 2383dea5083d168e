package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;

import java.nio.charset.StandardCharsets;

/** The attributes of Accounting-Requests (RFC 2866 §5, RFC 2869 §5). */
final class AccountingAttributes {
    private static final int AUTHENTIC_RADIUS = 1;

    private AccountingAttributes() {}

    static Attributes start(GatewayConfig config, AccountedSession session) {
        return session(config, session, Attr.ACCT_START, session.startedEpochMs()).build();
    }

    static Attributes interim(
            GatewayConfig config, AccountedSession session, Usage usage, long nowEpochMs) {
        Attributes.Builder out = session(config, session, Attr.ACCT_INTERIM, nowEpochMs);
        addUsage(out, session, usage, nowEpochMs);
        return out.build();
    }

    static Attributes stop(
            GatewayConfig config,
            AccountedSession session,
            Usage usage,
            int terminateCause,
            String reasonCode,
            long nowEpochMs) {
        Attributes.Builder out = session(config, session, Attr.ACCT_STOP, nowEpochMs);
        addUsage(out, session, usage, nowEpochMs);
        return out.u32(Attr.ACCT_TERMINATE_CAUSE, terminateCause)
                .avPair("disc-cause-ext=" + reasonCode)
                .build();
    }

    /**
     * Tunnel-Reject (RFC 2867 §3.1.3): the server handed the key out and would otherwise never
     * learn that the peer was refused, and why.
     */
    static Attributes reject(
            GatewayConfig config,
            AccountedSession session,
            int terminateCause,
            String reasonCode,
            String sentence,
            long nowEpochMs) {
        byte[] words = sentence.getBytes(StandardCharsets.UTF_8);
        String fitting = words.length <= 180 ? sentence : sentence.substring(0, 90) + " ...";
        return session(config, session, Attr.ACCT_TUNNEL_REJECT, nowEpochMs)
                .u32(Attr.ACCT_TERMINATE_CAUSE, terminateCause)
                .avPair("disc-cause-ext=" + reasonCode + " " + fitting)
                .build();
    }

    /** Accounting-On or Accounting-Off: the hub itself speaks (RFC 2866 §5.1). */
    static Attributes hub(GatewayConfig config, int status, String acctSessionId, long nowEpochMs) {
        Attributes.Builder out =
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, status)
                        .string(Attr.ACCT_SESSION_ID, acctSessionId)
                        .string(Attr.NAS_IDENTIFIER, config.hostname())
                        .u32(Attr.NAS_PORT_TYPE, Attr.NAS_PORT_TYPE_VIRTUAL)
                        .u32(Attr.EVENT_TIMESTAMP, nowEpochMs / 1_000);
        String nas = config.radius().defaults().nasIpAddress();
        var address = nas == null ? null : Addresses.ipv4(nas);
        if (address != null) {
            out.address(Attr.NAS_IP_ADDRESS, address);
        }
        return out.build();
    }

    private static Attributes.Builder session(
            GatewayConfig config, AccountedSession session, int status, long nowEpochMs) {
        Attributes.Builder out =
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, status)
                        .string(Attr.USER_NAME, session.userName())
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_FRAMED)
                        .u32(Attr.ACCT_AUTHENTIC, AUTHENTIC_RADIUS)
                        .u32(Attr.EVENT_TIMESTAMP, nowEpochMs / 1_000);
        AccessRequests.addNas(config, session.facts(), out);
        if (session.framedIpv4() != null) {
            out.address(Attr.FRAMED_IP_ADDRESS, session.framedIpv4());
        }
        if (session.framedIpv6() != null) {
            out.address(Attr.FRAMED_IPV6_ADDRESS, session.framedIpv6());
        }
        session.classes().forEach(octets -> out.add(Attr.CLASS, octets));
        // Cisco's own spelling of "initiator".
        return out.avPair(
                "isakmp-initator-ip=" + Addresses.text(session.facts().remote().address()));
    }

    /** Counters are 32 bits wide with the overflow in Gigawords (RFC 2869 §5.1, §5.2). */
    private static void addUsage(
            Attributes.Builder out, AccountedSession session, Usage usage, long nowEpochMs) {
        long seconds = Math.max(0, (nowEpochMs - session.startedEpochMs()) / 1_000);
        out.u32(Attr.ACCT_SESSION_TIME, Math.min(seconds, 0xffffffffL))
                .u32(Attr.ACCT_INPUT_OCTETS, usage.inOctets() & 0xffffffffL)
                .u32(Attr.ACCT_INPUT_GIGAWORDS, usage.inOctets() >>> 32)
                .u32(Attr.ACCT_INPUT_PACKETS, usage.inPackets() & 0xffffffffL)
                .u32(Attr.ACCT_OUTPUT_OCTETS, usage.outOctets() & 0xffffffffL)
                .u32(Attr.ACCT_OUTPUT_GIGAWORDS, usage.outOctets() >>> 32)
                .u32(Attr.ACCT_OUTPUT_PACKETS, usage.outPackets() & 0xffffffffL);
    }
}
