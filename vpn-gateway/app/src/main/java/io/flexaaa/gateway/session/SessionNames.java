package io.flexaaa.gateway.session;

import io.flexaaa.ikev2.Endpoint;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of sessions in RADIUS: unique over restarts, and audit-session-id in the shape hubs use.
 */
final class SessionNames {
    private final long startSeconds;

    /**
     * @param startEpochMs when this gateway started: tells its sessions from a predecessor's
     */
    SessionNames(long startEpochMs) {
        this.startSeconds = startEpochMs / 1_000;
    }

    String acctSessionId(long sessionId) {
        return "%08X%08X".formatted((int) startSeconds, (int) sessionId);
    }

    /** The hub's own id in Accounting-On and -Off. */
    String hub() {
        return "%08X00000000".formatted((int) startSeconds);
    }

    /**
     * Opaque to the server; begins like a hub's: local and remote address, then the port in hex.
     */
    String auditSessionId(long sessionId, Endpoint local, Endpoint remote) {
        return "L2"
                + address(local.address())
                + "ZO2"
                + address(remote.address())
                + "ZH%04XZN".formatted(local.port())
                + acctSessionId(sessionId);
    }

    private static String address(InetAddress address) {
        byte[] octets = address.getAddress();
        return "L"
                + (octets.length == 4 ? 4 : 6)
                + HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT);
    }
}
