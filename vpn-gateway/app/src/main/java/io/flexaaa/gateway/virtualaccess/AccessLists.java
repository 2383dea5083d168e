package io.flexaaa.gateway.virtualaccess;

import io.flexaaa.gateway.ios.config.AccessList;
import io.flexaaa.gateway.ios.config.AclEntry;
import io.flexaaa.gateway.ios.config.AclEntry.AddressMatch;
import io.flexaaa.gateway.ios.config.AclEntry.PortMatch;
import io.flexaaa.gateway.ios.config.AclParser;
import io.flexaaa.gateway.ios.config.ConfigProblem;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.ipsec.filter.CompiledAcl;
import io.flexaaa.protocol.avpair.AvPair;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** From IOS access lists, configured or downloaded, to what the packet path runs. */
public final class AccessLists {
    private static final String ANY_REST = "(no list for this family)";

    private AccessLists() {}

    /**
     * A filter of both families. A family without a list passes unfiltered, as on an IOS interface
     * with only one of {@code ip access-group} and {@code ipv6 traffic-filter}.
     */
    public static @Nullable CompiledAcl combine(
            @Nullable AccessList ipv4, @Nullable AccessList ipv6) {
        boolean filters4 = ipv4 != null && !ipv4.entries().isEmpty();
        boolean filters6 = ipv6 != null && !ipv6.entries().isEmpty();
        if (!filters4 && !filters6) {
            return null;
        }
        List<io.flexaaa.ipsec.filter.AclEntry> entries = new ArrayList<>();
        add(entries, ipv4, filters4, false);
        add(entries, ipv6, filters6, true);
        String name = filters4 && ipv4 != null ? ipv4.name() : ipv6 == null ? "" : ipv6.name();
        return CompiledAcl.compile(name, entries);
    }

    private static void add(
            List<io.flexaaa.ipsec.filter.AclEntry> out,
            @Nullable AccessList list,
            boolean filters,
            boolean ipv6) {
        if (list == null || !filters) {
            out.add(everything(ipv6));
            return;
        }
        for (AclEntry entry : list.entries()) {
            out.addAll(compile(entry, ipv6));
        }
    }

    private static io.flexaaa.ipsec.filter.AclEntry everything(boolean ipv6) {
        return new io.flexaaa.ipsec.filter.AclEntry(
                true,
                ipv6,
                AclEntry.ANY_PROTOCOL,
                io.flexaaa.ipsec.filter.AclEntry.Match.ANY,
                io.flexaaa.ipsec.filter.AclEntry.Ports.ANY,
                io.flexaaa.ipsec.filter.AclEntry.Match.ANY,
                io.flexaaa.ipsec.filter.AclEntry.Ports.ANY,
                false,
                -1,
                -1,
                ANY_REST);
    }

    /** {@code eq a b c} is one entry per port here. */
    private static List<io.flexaaa.ipsec.filter.AclEntry> compile(AclEntry entry, boolean ipv6) {
        List<io.flexaaa.ipsec.filter.AclEntry> compiled = new ArrayList<>();
        for (var sourcePorts : ports(entry.sourcePorts())) {
            for (var destinationPorts : ports(entry.destinationPorts())) {
                compiled.add(
                        new io.flexaaa.ipsec.filter.AclEntry(
                                entry.permit(),
                                ipv6,
                                entry.protocol(),
                                match(entry.source()),
                                sourcePorts,
                                match(entry.destination()),
                                destinationPorts,
                                entry.established(),
                                entry.icmpType() == null ? -1 : entry.icmpType(),
                                entry.icmpCode() == null ? -1 : entry.icmpCode(),
                                entry.toString()));
            }
        }
        return compiled;
    }

    private static List<io.flexaaa.ipsec.filter.AclEntry.Ports> ports(PortMatch match) {
        return switch (match) {
            case PortMatch.Any() -> List.of(io.flexaaa.ipsec.filter.AclEntry.Ports.ANY);
            case PortMatch.Eq(List<Integer> values) ->
                    values.stream().map(io.flexaaa.ipsec.filter.AclEntry.Ports::eq).toList();
            case PortMatch.Neq(int port) ->
                    List.of(io.flexaaa.ipsec.filter.AclEntry.Ports.neq(port));
            case PortMatch.Lt(int port) ->
                    List.of(io.flexaaa.ipsec.filter.AclEntry.Ports.range(0, port - 1));
            case PortMatch.Gt(int port) ->
                    List.of(io.flexaaa.ipsec.filter.AclEntry.Ports.range(port + 1, 65_535));
            case PortMatch.Range(int low, int high) ->
                    List.of(io.flexaaa.ipsec.filter.AclEntry.Ports.range(low, high));
        };
    }

    private static io.flexaaa.ipsec.filter.AclEntry.Match match(AddressMatch match) {
        return switch (match) {
            case AddressMatch.Any() -> io.flexaaa.ipsec.filter.AclEntry.Match.ANY;
            case AddressMatch.Host(InetAddress address) ->
                    new io.flexaaa.ipsec.filter.AclEntry.Match(
                            address, wildcard(address, address.getAddress().length * 8));
            case AddressMatch.Wildcard(InetAddress address, InetAddress wildcard) ->
                    new io.flexaaa.ipsec.filter.AclEntry.Match(address, wildcard);
            case AddressMatch.Prefix(IpPrefix prefix) ->
                    new io.flexaaa.ipsec.filter.AclEntry.Match(
                            prefix.address(), wildcard(prefix.address(), prefix.length()));
        };
    }

    private static InetAddress wildcard(InetAddress like, int prefixLength) {
        byte[] bits = new byte[like.getAddress().length];
        for (int bit = prefixLength; bit < bits.length * 8; bit++) {
            bits[bit >> 3] = (byte) (bits[bit >> 3] | 0x80 >> (bit & 7));
        }
        try {
            return InetAddress.getByAddress(bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("wildcard of " + bits.length + " octets", e);
        }
    }

    /** A configured list by name. */
    public static AccessList named(GatewayConfig config, String name, boolean ipv6)
            throws RefusedException {
        AccessList list = (ipv6 ? config.ipv6AccessLists() : config.accessLists()).get(name);
        if (list == null) {
            throw new RefusedException(
                    Reason.ACCESS_LIST_UNKNOWN,
                    (ipv6 ? "ipv6 " : "")
                            + "access-list "
                            + name
                            + " is not configured; add it to the gateway or correct the name");
        }
        return list;
    }

    /** Lists that came as AV pairs: per family either a name or numbered entries. */
    public record Downloaded(@Nullable AccessList ipv4, @Nullable AccessList ipv6) {
        public static final Downloaded NONE = new Downloaded(null, null);

        public boolean isEmpty() {
            return ipv4 == null && ipv6 == null;
        }
    }

    /**
     * Reads {@code ip:inacl#10=permit ...}, {@code ipv6:inacl#10=...} and {@code ip:inacl=NAME}.
     *
     * @param pairs of one direction, in order of their number
     * @param label name of the list in show commands
     */
    public static Downloaded read(GatewayConfig config, List<AvPair> pairs, String label)
            throws RefusedException {
        AccessList ipv4 = null;
        AccessList ipv6 = null;
        List<AccessList.AclLine> lines4 = new ArrayList<>();
        List<AccessList.AclLine> lines6 = new ArrayList<>();
        for (AvPair pair : pairs) {
            boolean six = pair.protocol().equalsIgnoreCase("ipv6");
            if (pair.name().indexOf('#') >= 0) {
                (six ? lines6 : lines4).add(entry(pair, six));
            } else if (six) {
                ipv6 = named(config, pair.value().strip(), true);
            } else {
                ipv4 = named(config, pair.value().strip(), false);
            }
        }
        if (!lines4.isEmpty()) {
            ipv4 = new AccessList(label, AccessList.Kind.EXTENDED, lines4);
        }
        if (!lines6.isEmpty()) {
            ipv6 = new AccessList(label, AccessList.Kind.IPV6, lines6);
        }
        return new Downloaded(ipv4, ipv6);
    }

    private static AclEntry entry(AvPair pair, boolean ipv6) throws RefusedException {
        AccessList.Kind kind = ipv6 ? AccessList.Kind.IPV6 : AccessList.Kind.EXTENDED;
        return switch (AclParser.parseEntry(pair.value().strip(), kind)) {
            case AclParser.Result.Entry(AclEntry entry) -> entry;
            case AclParser.Result.Problem(ConfigProblem problem) ->
                    throw new RefusedException(
                            Reason.ACCESS_LIST_INVALID,
                            "\""
                                    + pair.text()
                                    + "\": "
                                    + problem.message()
                                    + "; "
                                    + problem.cure());
        };
    }

    /**
     * The subnets that {@code route-set access-list} tells a peer: what its permit entries reach.
     */
    public static List<IpPrefix> subnets(AccessList list) {
        List<IpPrefix> prefixes = new ArrayList<>();
        for (AclEntry entry : list.entries()) {
            if (entry.permit()) {
                // A standard list names the subnet as its source, an extended one too: what is
                // behind the hub is the source of traffic to the peer.
                IpPrefix prefix = prefix(entry.source(), list.kind() == AccessList.Kind.IPV6);
                if (prefix != null) {
                    prefixes.add(prefix);
                }
            }
        }
        return prefixes;
    }

    private static @Nullable IpPrefix prefix(AddressMatch match, boolean ipv6) {
        return switch (match) {
            case AddressMatch.Any() ->
                    new IpPrefix(InetAddress.ofLiteral(ipv6 ? "::" : "0.0.0.0"), 0);
            case AddressMatch.Host(InetAddress address) ->
                    new IpPrefix(address, address.getAddress().length * 8);
            case AddressMatch.Prefix(IpPrefix prefix) -> prefix;
            case AddressMatch.Wildcard(InetAddress address, InetAddress wildcard) -> {
                int care = 0;
                byte[] bits = wildcard.getAddress();
                while (care < bits.length * 8 && (bits[care >> 3] >> (7 - (care & 7)) & 1) == 0) {
                    care++;
                }
                IpPrefix prefix = new IpPrefix(address, care);
                boolean contiguous = wildcard.equals(wildcard(address, care));
                yield contiguous ? prefix : null;
            }
        };
    }
}
