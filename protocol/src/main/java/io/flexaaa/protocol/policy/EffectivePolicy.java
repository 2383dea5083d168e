package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.avpair.RouteSet;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.List;

/**
 * What a session gets: the merge of group, implicit and user attributes. Single values carry the
 * winner and whom it beat; lists add up in the order of precedence, so that a later line of
 * interface-config overrides an earlier one as it does on an IOS command line.
 *
 * @param wins also known as NBNS
 * @param inAcl names or, from numbered pairs, entries in order of their number
 * @param other AV pairs that no field here holds, kept
 * @param problems pairs that are known but not valid, in words
 */
public record EffectivePolicy(
        @Nullable Sourced<Inet4Address> framedIp,
        @Nullable Sourced<Inet4Address> framedNetmask,
        @Nullable Sourced<String> pool,
        @Nullable Sourced<Inet6Address> addrV6,
        @Nullable Sourced<Integer> prefixLength,
        @Nullable Sourced<String> poolV6,
        @Nullable Sourced<List<Inet4Address>> dns,
        @Nullable Sourced<List<Inet4Address>> wins,
        @Nullable Sourced<List<Inet6Address>> dnsV6,
        @Nullable Sourced<String> banner,
        @Nullable Sourced<String> defaultDomain,
        @Nullable Sourced<String> routeAccept,
        @Nullable Sourced<Long> sessionTimeoutSeconds,
        @Nullable Sourced<Long> idleTimeoutSeconds,
        @Nullable Sourced<Long> acctInterimSeconds,
        @Nullable Sourced<Integer> flowLimit,
        @Nullable Sourced<Inet4Address> dhcpServer,
        @Nullable Sourced<Inet4Address> dhcpGiaddr,
        @Nullable Sourced<Integer> dhcpTimeoutSeconds,
        @Nullable Sourced<String> qosIn,
        @Nullable Sourced<String> qosOut,
        List<Sourced<RouteSet>> routeSets,
        List<Sourced<String>> interfaceConfig,
        List<Sourced<String>> splitDns,
        List<Sourced<String>> backupGateways,
        List<Sourced<AvPair>> inAcl,
        List<Sourced<AvPair>> outAcl,
        List<Sourced<Octets>> classes,
        List<Sourced<AvPair>> other,
        List<String> problems) {

    /** The winning value, or null. */
    public static <T> @Nullable T value(@Nullable Sourced<T> sourced) {
        return sourced == null ? null : sourced.value();
    }
}
