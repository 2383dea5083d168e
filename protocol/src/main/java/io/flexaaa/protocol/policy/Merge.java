package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.avpair.Addresses;
import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.protocol.avpair.RouteSet;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Merges what authorization gave: group, then implicit, then user, the later winning; with {@code
 * aaa authorization group override} implicit, then user, then group. The gateway applies the result
 * and the server's preview shows it, so there is one of it.
 */
public final class Merge {
    private @Nullable Sourced<Inet4Address> framedIp;
    private @Nullable Sourced<Inet4Address> framedNetmask;
    private @Nullable Sourced<String> pool;
    private @Nullable Sourced<Inet6Address> addrV6;
    private @Nullable Sourced<Integer> prefixLength;
    private @Nullable Sourced<String> poolV6;
    private @Nullable Sourced<List<Inet4Address>> dns;
    private @Nullable Sourced<List<Inet4Address>> wins;
    private @Nullable Sourced<List<Inet6Address>> dnsV6;
    private @Nullable Sourced<String> banner;
    private @Nullable Sourced<String> defaultDomain;
    private @Nullable Sourced<String> routeAccept;
    private @Nullable Sourced<Long> sessionTimeout;
    private @Nullable Sourced<Long> idleTimeout;
    private @Nullable Sourced<Long> interim;
    private @Nullable Sourced<Integer> flowLimit;
    private @Nullable Sourced<Inet4Address> dhcpServer;
    private @Nullable Sourced<Inet4Address> dhcpGiaddr;
    private @Nullable Sourced<Integer> dhcpTimeout;
    private @Nullable Sourced<String> qosIn;
    private @Nullable Sourced<String> qosOut;
    private final List<Sourced<RouteSet>> routeSets = new ArrayList<>();
    private final List<Sourced<String>> interfaceConfig = new ArrayList<>();
    private final List<Sourced<String>> splitDns = new ArrayList<>();
    private final List<Sourced<String>> backupGateways = new ArrayList<>();
    private final List<Sourced<AvPair>> inAcl = new ArrayList<>();
    private final List<Sourced<AvPair>> outAcl = new ArrayList<>();
    private final List<Sourced<Octets>> classes = new ArrayList<>();
    private final List<Sourced<AvPair>> other = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Merge() {}

    /**
     * @param override whether the group wins ({@code aaa authorization group override})
     */
    public static EffectivePolicy merge(
            AuthorizationData group,
            AuthorizationData implicit,
            AuthorizationData user,
            boolean override) {
        Merge merge = new Merge();
        List<AuthorizationData> weakestFirst =
                override ? List.of(implicit, user, group) : List.of(group, implicit, user);
        for (AuthorizationData data : weakestFirst) merge.apply(data);
        return merge.result();
    }

    private void apply(AuthorizationData data) {
        Source source = data.source();
        Attributes attributes = data.attributes();
        for (Attribute attribute : attributes) {
            Octets octets = attribute.value();
            switch (attribute.type()) {
                case Attr.FRAMED_IP_ADDRESS -> {
                    if (octets.length() == 4) framedIp = over(framedIp, v4(octets), source);
                    else problem(source, "Framed-IP-Address", octets.length() + " octets");
                }
                case Attr.FRAMED_IP_NETMASK -> {
                    if (octets.length() == 4) {
                        framedNetmask = over(framedNetmask, v4(octets), source);
                    } else {
                        problem(source, "Framed-IP-Netmask", octets.length() + " octets");
                    }
                }
                case Attr.FRAMED_POOL -> pool = over(pool, octets.utf8(), source);
                case Attr.FRAMED_IPV6_POOL -> poolV6 = over(poolV6, octets.utf8(), source);
                case Attr.FRAMED_IPV6_ADDRESS -> {
                    if (octets.length() == 16) {
                        addrV6 =
                                over(addrV6, (Inet6Address) Addresses.of(octets.toArray()), source);
                    } else {
                        problem(source, "Framed-IPv6-Address", octets.length() + " octets");
                    }
                }
                case Attr.SESSION_TIMEOUT ->
                        sessionTimeout = over(sessionTimeout, number(octets), source);
                case Attr.IDLE_TIMEOUT -> idleTimeout = over(idleTimeout, number(octets), source);
                case Attr.ACCT_INTERIM_INTERVAL -> interim = over(interim, number(octets), source);
                case Attr.CLASS -> classes.add(Sourced.of(octets, source));
                default -> {
                    // Not authorization data of a session, or a vendor's: those follow below.
                }
            }
        }
        for (String text : attributes.avPairs()) apply(source, text);
    }

    private void apply(Source source, String text) {
        try {
            AvPair pair = AvPair.parse(text);
            if (apply(source, pair)) return;
            other.add(Sourced.of(pair, source));
        } catch (DecodeException e) {
            problem(source, text, String.valueOf(e.getMessage()));
        }
    }

    private boolean apply(Source source, AvPair pair) throws DecodeException {
        var type = AvPairCatalogue.find(pair);
        if (type == null) return false;
        var wrong = AvPairCatalogue.validate(pair.text());
        if (!wrong.isEmpty() && !wrong.getFirst().warning()) {
            throw new DecodeException(type.name(), wrong.getFirst().message());
        }
        String value = pair.value().strip();
        switch (type.name().toLowerCase(Locale.ROOT)) {
            case "addr-pool" -> pool = over(pool, value, source);
            case "ipv6-addr-pool" -> poolV6 = over(poolV6, value, source);
            case "addrv6" -> addrV6 = over(addrV6, Addresses.ipv6(value), source);
            case "prefix-len" -> prefixLength = over(prefixLength, Integer.valueOf(value), source);
            case "netmask" -> framedNetmask = over(framedNetmask, Addresses.ipv4(value), source);
            case "dns-servers" -> dns = over(dns, v4List(value), source);
            case "wins-servers" -> wins = over(wins, v4List(value), source);
            case "ipv6-dns-servers-addr" -> dnsV6 = over(dnsV6, v6List(value), source);
            case "banner" -> banner = over(banner, pair.value(), source);
            case "default-domain" -> defaultDomain = over(defaultDomain, value, source);
            case "route-accept" -> routeAccept = over(routeAccept, value, source);
            case "session-lifetime" ->
                    sessionTimeout = over(sessionTimeout, Long.valueOf(value), source);
            case "ipsec-flow-limit" -> flowLimit = over(flowLimit, Integer.valueOf(value), source);
            case "group-dhcp-server" ->
                    dhcpServer = over(dhcpServer, Addresses.ipv4(value), source);
            case "dhcp-giaddr" -> dhcpGiaddr = over(dhcpGiaddr, Addresses.ipv4(value), source);
            case "dhcp-timeout" -> dhcpTimeout = over(dhcpTimeout, Integer.valueOf(value), source);
            case "sub-qos-policy-in", "sub-policy-in" -> qosIn = over(qosIn, value, source);
            case "sub-qos-policy-out", "sub-policy-out" -> qosOut = over(qosOut, value, source);
            case "route-set" -> routeSets.add(Sourced.of(RouteSet.parse(value), source));
            case "interface-config" -> interfaceConfig.add(Sourced.of(value, source));
            case "split-dns" -> splitDns.add(Sourced.of(value, source));
            case "backup-gateway", "ipsec-backup-gateway" ->
                    backupGateways.add(Sourced.of(value, source));
            case "inacl" -> inAcl.add(Sourced.of(pair, source));
            case "outacl" -> outAcl.add(Sourced.of(pair, source));
            case "ikev2-password-local", "ikev2-password-remote", "ikev2-ppk", "ikev2-ppk-id" -> {
                // Keys are for authentication only and have no place in a session's policy.
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private EffectivePolicy result() {
        return new EffectivePolicy(
                framedIp,
                framedNetmask,
                pool,
                addrV6,
                prefixLength,
                poolV6,
                dns,
                wins,
                dnsV6,
                banner,
                defaultDomain,
                routeAccept,
                sessionTimeout,
                idleTimeout,
                interim,
                flowLimit,
                dhcpServer,
                dhcpGiaddr,
                dhcpTimeout,
                qosIn,
                qosOut,
                List.copyOf(routeSets),
                List.copyOf(interfaceConfig),
                List.copyOf(splitDns),
                List.copyOf(backupGateways),
                winningAcl(inAcl),
                winningAcl(outAcl),
                List.copyOf(classes),
                List.copyOf(other),
                List.copyOf(problems));
    }

    /**
     * A filter is one thing: entries of two sources mixed by number would be neither's intent, so
     * the strongest source that has any gives them all.
     */
    private static List<Sourced<AvPair>> winningAcl(List<Sourced<AvPair>> all) {
        if (all.isEmpty()) return List.of();
        Source winner = all.getLast().source();
        return all.stream()
                .filter(entry -> entry.source() == winner)
                .sorted(Comparator.comparingLong(entry -> sequence(entry.value())))
                .toList();
    }

    private static long sequence(AvPair pair) {
        String digits = pair.name().substring(pair.name().indexOf('#') + 1);
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }

    private static <T> Sourced<T> over(@Nullable Sourced<T> weaker, T value, Source source) {
        if (weaker == null) return Sourced.of(value, source);
        List<Sourced<T>> beaten = new ArrayList<>(weaker.overridden());
        beaten.add(Sourced.of(weaker.value(), weaker.source()));
        return new Sourced<>(value, source, List.copyOf(beaten));
    }

    private void problem(Source source, String what, String why) {
        problems.add(source + ": " + what + ": " + why);
    }

    private static Inet4Address v4(Octets octets) {
        return (Inet4Address) Addresses.of(octets.toArray());
    }

    private static long number(Octets octets) {
        long value = 0;
        for (int i = 0; i < octets.length() && i < 4; i++) value = value << 8 | octets.u8(i);
        return value;
    }

    private static List<Inet4Address> v4List(String value) throws DecodeException {
        List<Inet4Address> list = new ArrayList<>();
        for (String word : value.split("[\\s,]+")) list.add(Addresses.ipv4(word));
        return List.copyOf(list);
    }

    private static List<Inet6Address> v6List(String value) throws DecodeException {
        List<Inet6Address> list = new ArrayList<>();
        for (String word : value.split("[\\s,]+")) list.add(Addresses.ipv6(word));
        return List.copyOf(list);
    }
}
