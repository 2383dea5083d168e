package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * A session as accounting tells of it; fixed from Start to Stop.
 *
 * @param list the {@code aaa accounting network} list
 * @param classes Class attributes of the accept, echoed (RFC 2865 §5.25)
 */
public record AccountedSession(
        SessionFacts facts,
        String list,
        String userName,
        @Nullable InetAddress framedIpv4,
        @Nullable InetAddress framedIpv6,
        List<Octets> classes,
        long startedEpochMs) {
    public AccountedSession {
        classes = List.copyOf(classes);
    }
}
