package io.flexaaa.gateway.session;

import static io.flexaaa.ikev2.message.ConfigurationAttribute.APPLICATION_VERSION;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_DNS_DOMAIN;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_ADDRESS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_DNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_NBNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_NETMASK;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_SUBNET;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP6_ADDRESS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP6_DNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP6_SUBNET;

import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Sourced;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of CFG_REPLY (RFC 7296 §3.15.1), and the vendor's own where the peer knows them.
 */
final class ConfigReply {
    private static final Octets VERSION = Octets.ofUtf8("FlexAAA gateway");

    private final Set<Integer> requested = new HashSet<>();
    private final boolean vendorPeer;
    private final List<ConfigurationAttribute> out = new ArrayList<>();

    private ConfigReply(List<ConfigurationAttribute> requested, boolean vendorPeer) {
        requested.forEach(attribute -> this.requested.add(attribute.type()));
        this.vendorPeer = vendorPeer;
    }

    /**
     * @param subnets what the peer is told to reach through the tunnel
     * @param extra what does not come from the policy
     * @param vendorPeer the peer sent FLEXVPN-SUPPORTED, so it knows the private attributes
     */
    static List<ConfigurationAttribute> of(
            EffectivePolicy policy,
            @Nullable Lease ipv4,
            @Nullable Lease ipv6,
            List<IpPrefix> subnets,
            List<ConfigurationAttribute> requested,
            boolean vendorPeer,
            Map<VendorAttribute, Octets> extra) {
        ConfigReply reply = new ConfigReply(requested, vendorPeer);
        reply.addresses(policy, ipv4, ipv6);
        reply.subnets(subnets);
        reply.domains(policy);
        reply.vendor(policy, subnets);
        extra.forEach(reply::put);
        if (reply.requested.contains(APPLICATION_VERSION)) {
            reply.add(APPLICATION_VERSION, VERSION);
        }
        return reply.out;
    }

    private void addresses(EffectivePolicy policy, @Nullable Lease ipv4, @Nullable Lease ipv6) {
        if (ipv4 != null) {
            add(INTERNAL_IP4_ADDRESS, octets(ipv4.address()));
            Sourced<?> netmask = policy.framedNetmask();
            if (netmask != null && netmask.value() instanceof InetAddress mask) {
                add(INTERNAL_IP4_NETMASK, octets(mask));
            }
        }
        if (ipv6 != null) {
            add(INTERNAL_IP6_ADDRESS, octets(ipv6.address()).plus(Octets.of(ipv6.prefixLength())));
        }
        addAll(INTERNAL_IP4_DNS, EffectivePolicy.value(policy.dns()));
        addAll(INTERNAL_IP4_NBNS, EffectivePolicy.value(policy.wins()));
        addAll(INTERNAL_IP6_DNS, EffectivePolicy.value(policy.dnsV6()));
    }

    private void subnets(List<IpPrefix> subnets) {
        for (IpPrefix prefix : subnets) {
            if (prefix.ipv4()) {
                add(INTERNAL_IP4_SUBNET, octets(prefix.address()).plus(octets(mask(prefix))));
            } else {
                add(INTERNAL_IP6_SUBNET, octets(prefix.address()).plus(Octets.of(prefix.length())));
            }
        }
    }

    private void vendor(EffectivePolicy policy, List<IpPrefix> subnets) {
        text(VendorAttribute.BANNER, EffectivePolicy.value(policy.banner()));
        text(VendorAttribute.DEFAULT_DOMAIN, EffectivePolicy.value(policy.defaultDomain()));
        for (Sourced<String> domain : policy.splitDns()) {
            text(VendorAttribute.SPLIT_DNS, domain.value());
        }
        for (Sourced<String> gateway : policy.backupGateways()) {
            text(VendorAttribute.BACKUP_GATEWAY, gateway.value());
        }
        flag(VendorAttribute.PFS, other(policy, "pfs"));
        flag(
                VendorAttribute.SMARTCARD_REMOVAL_DISCONNECT,
                other(policy, "smartcard-removal-disconnect"));
        text(VendorAttribute.CONFIGURATION_URL, other(policy, "configuration-url"));
        String version = other(policy, "configuration-version");
        if (version != null) {
            put(
                    VendorAttribute.CONFIGURATION_VERSION,
                    new WireWriter().u16(Integer.parseInt(version)).toOctets());
        }
        networks(VendorAttribute.SPLIT_INCLUDE, subnets.stream().filter(IpPrefix::ipv4).toList());
        networks(VendorAttribute.SPLIT_EXCLUDE, excluded(policy));
    }

    /** What stays outside of the tunnel; 0.0.0.0/32 stands for the client's own LAN. */
    private static List<IpPrefix> excluded(EffectivePolicy policy) {
        List<IpPrefix> excluded = new ArrayList<>();
        for (Sourced<AvPair> pair : policy.other()) {
            if (pair.value().baseName().equalsIgnoreCase("split-exclude")) {
                IpPrefix prefix = SplitExclude.prefix(pair.value().value());
                if (prefix != null) {
                    excluded.add(prefix);
                }
            }
        }
        String local = other(policy, "include-local-lan");
        if (local != null && isTrue(local)) {
            excluded.add(new IpPrefix(InetAddress.ofLiteral("0.0.0.0"), 32));
        }
        return excluded;
    }

    /** The strongest source's value of a pair that no field of the policy holds. */
    private static @Nullable String other(EffectivePolicy policy, String name) {
        String found = null;
        for (Sourced<AvPair> pair : policy.other()) {
            if (pair.value().baseName().equalsIgnoreCase(name)) {
                found = pair.value().value().strip();
            }
        }
        return found;
    }

    private static boolean isTrue(String value) {
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    private void flag(VendorAttribute attribute, @Nullable String value) {
        if (value != null) {
            put(attribute, Octets.of(isTrue(value) ? 1 : 0));
        }
    }

    private void networks(VendorAttribute attribute, List<IpPrefix> prefixes) {
        if (!prefixes.isEmpty()) {
            WireWriter list = new WireWriter();
            for (IpPrefix prefix : prefixes) {
                list.octets(octets(prefix.address())).octets(octets(mask(prefix))).zeros(6);
            }
            put(attribute, list.toOctets());
        }
    }

    /** RFC 8598 §4: for a client that asks, and only beside a name server. */
    private void domains(EffectivePolicy policy) {
        boolean servers = policy.dns() != null || policy.dnsV6() != null;
        if (!servers || !requested.contains(INTERNAL_DNS_DOMAIN)) {
            return;
        }
        for (Sourced<String> domain : policy.splitDns()) {
            add(INTERNAL_DNS_DOMAIN, Octets.ofUtf8(IDN.toASCII(domain.value())));
        }
    }

    private void text(VendorAttribute attribute, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            put(attribute, Octets.ofUtf8(text));
        }
    }

    private void put(VendorAttribute attribute, Octets value) {
        if (attribute.isFor(requested.contains(attribute.type()), vendorPeer)) {
            add(attribute.type(), value);
        }
    }

    private void addAll(int type, @Nullable List<? extends InetAddress> addresses) {
        if (addresses != null) {
            addresses.forEach(address -> add(type, octets(address)));
        }
    }

    private void add(int type, Octets value) {
        out.add(new ConfigurationAttribute(type, value));
    }

    private static InetAddress mask(IpPrefix prefix) {
        return InetAddress.ofLiteral(prefix.mask());
    }

    private static Octets octets(InetAddress address) {
        return Octets.wrap(address.getAddress());
    }
}
