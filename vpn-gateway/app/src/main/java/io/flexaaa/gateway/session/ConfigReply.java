package io.flexaaa.gateway.session;

import static io.flexaaa.ikev2.message.ConfigurationAttribute.APPLICATION_VERSION;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_ADDRESS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_DNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_NBNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_NETMASK;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP4_SUBNET;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP6_ADDRESS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP6_DNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.INTERNAL_IP6_SUBNET;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.UNITY_BACKUP_SERVERS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.UNITY_BANNER;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.UNITY_DEF_DOMAIN;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.UNITY_SPLIT_DNS;
import static io.flexaaa.ikev2.message.ConfigurationAttribute.UNITY_SPLIT_INCLUDE;

import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Sourced;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The attributes of CFG_REPLY (RFC 7296 §3.15.1), and the vendor's own where the peer knows them.
 */
final class ConfigReply {
    private static final int FIRST_PRIVATE = 16_384;
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
     * @param vendorPeer the peer sent FLEXVPN-SUPPORTED, so it knows the private attributes
     */
    static List<ConfigurationAttribute> of(
            EffectivePolicy policy,
            @Nullable Lease ipv4,
            @Nullable Lease ipv6,
            List<IpPrefix> subnets,
            List<ConfigurationAttribute> requested,
            boolean vendorPeer) {
        ConfigReply reply = new ConfigReply(requested, vendorPeer);
        reply.addresses(policy, ipv4, ipv6);
        reply.subnets(subnets);
        reply.vendor(policy, subnets);
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
        text(UNITY_BANNER, EffectivePolicy.value(policy.banner()));
        text(UNITY_DEF_DOMAIN, EffectivePolicy.value(policy.defaultDomain()));
        for (Sourced<String> domain : policy.splitDns()) {
            text(UNITY_SPLIT_DNS, domain.value());
        }
        for (Sourced<String> gateway : policy.backupGateways()) {
            text(UNITY_BACKUP_SERVERS, gateway.value());
        }
        // Only where asked for: a router takes INTERNAL_IP4_SUBNET and needs no second list.
        List<IpPrefix> ipv4 = subnets.stream().filter(IpPrefix::ipv4).toList();
        if (!ipv4.isEmpty() && requested.contains(UNITY_SPLIT_INCLUDE)) {
            WireWriter list = new WireWriter();
            for (IpPrefix prefix : ipv4) {
                list.octets(octets(prefix.address())).octets(octets(mask(prefix))).zeros(6);
            }
            add(UNITY_SPLIT_INCLUDE, list.toOctets());
        }
    }

    private void text(int type, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            add(type, Octets.ofUtf8(text));
        }
    }

    private void addAll(int type, @Nullable List<? extends InetAddress> addresses) {
        if (addresses != null) {
            addresses.forEach(address -> add(type, octets(address)));
        }
    }

    private void add(int type, Octets value) {
        boolean known = type < FIRST_PRIVATE || vendorPeer || requested.contains(type);
        if (known) {
            out.add(new ConfigurationAttribute(type, value));
        }
    }

    private static InetAddress mask(IpPrefix prefix) {
        return InetAddress.ofLiteral(prefix.mask());
    }

    private static Octets octets(InetAddress address) {
        return Octets.wrap(address.getAddress());
    }
}
