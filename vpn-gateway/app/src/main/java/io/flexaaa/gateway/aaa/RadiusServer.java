package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * One {@code radius server} as the client needs it.
 *
 * @param sourceAddress local address to send from, null to let routing choose
 * @param requireMessageAuthenticator drop Access replies without one (CVE-2024-3596)
 */
public record RadiusServer(
        String name,
        InetAddress address,
        int authPort,
        int acctPort,
        Secret key,
        int timeoutSeconds,
        int retransmit,
        @Nullable InetAddress sourceAddress,
        boolean requireMessageAuthenticator) {}
