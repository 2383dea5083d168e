package io.flexaaa.gateway.dhcp;

import io.flexaaa.gateway.telemetry.Refusal;

import java.net.Inet4Address;

/** What became of a question for an address. */
public sealed interface DhcpAnswer {
    /**
     * @param leaseSeconds as the server gave it; renewed here
     */
    record Bound(long sessionId, Inet4Address address, long leaseSeconds) implements DhcpAnswer {}

    /** No address. */
    record Failed(long sessionId, Refusal refusal) implements DhcpAnswer {}

    /** The address of a session that is up is no longer its own. */
    record Lost(long sessionId, String sentence) implements DhcpAnswer {}
}
