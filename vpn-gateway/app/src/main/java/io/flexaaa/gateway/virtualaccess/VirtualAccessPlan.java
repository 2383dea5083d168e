package io.flexaaa.gateway.virtualaccess;

import io.flexaaa.gateway.ios.config.AccessList;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceCommand.Direction;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.gateway.virtualaccess.AccessLists.Downloaded;
import io.flexaaa.ipsec.filter.CompiledAcl;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a session's interface is to be: everything worked out and checked before the first system
 * call, so that a change is either right as a whole or refused as a whole.
 *
 * @param settings template, interface-config and CoA lines, the later overriding
 * @param tcpMss 0 = not adjusted
 * @param addresses local addresses of the interface
 * @param inbound filter of what comes out of the tunnel, null for none
 */
public record VirtualAccessPlan(
        InterfaceSettings settings,
        Downloaded downloadedIn,
        Downloaded downloadedOut,
        int mtuOctets,
        int tcpMss,
        String description,
        List<IpPrefix> addresses,
        @Nullable CompiledAcl inbound,
        @Nullable CompiledAcl outbound) {
    /** Fits ESP in UDP with every suite of ours into 1500 octets; IOS hubs are set to the same. */
    public static final int DEFAULT_MTU = 1400;

    private static final int LEAST_MTU = 576;
    private static final int LEAST_IPV6_MTU = 1280;

    public VirtualAccessPlan {
        addresses = List.copyOf(addresses);
    }

    /**
     * @param usesIpv6 the session has an IPv6 address: Linux takes IPv6 off a link below 1280
     *     octets
     */
    public static VirtualAccessPlan of(
            GatewayConfig config,
            InterfaceSettings settings,
            Downloaded downloadedIn,
            Downloaded downloadedOut,
            boolean usesIpv6)
            throws RefusedException {
        InterfaceCommand.Description description =
                settings.find(InterfaceCommand.Description.class);
        InterfaceCommand.IpTcpAdjustMss mss = settings.find(InterfaceCommand.IpTcpAdjustMss.class);
        InterfaceCommand.Ipv6TcpAdjustMss mss6 =
                settings.find(InterfaceCommand.Ipv6TcpAdjustMss.class);
        return new VirtualAccessPlan(
                settings,
                downloadedIn,
                downloadedOut,
                mtu(settings, usesIpv6),
                mss != null ? mss.octets() : mss6 != null ? mss6.octets() : 0,
                description == null ? "" : description.text(),
                addresses(config, settings),
                filter(config, settings, Direction.IN, downloadedIn),
                filter(config, settings, Direction.OUT, downloadedOut));
    }

    private static int mtu(InterfaceSettings settings, boolean usesIpv6) throws RefusedException {
        InterfaceCommand.IpMtu ipMtu = settings.find(InterfaceCommand.IpMtu.class);
        InterfaceCommand.Mtu linkMtu = settings.find(InterfaceCommand.Mtu.class);
        int octets =
                ipMtu != null
                        ? ipMtu.octets()
                        : linkMtu != null ? linkMtu.octets() : DEFAULT_MTU - gre(settings);
        int least = usesIpv6 ? LEAST_IPV6_MTU : LEAST_MTU;
        if (octets < least) {
            throw new RefusedException(
                    Reason.INTERFACE_COMMAND_INVALID,
                    "ip mtu "
                            + octets
                            + " is below "
                            + least
                            + (usesIpv6
                                    ? ", the least an IPv6 session can have (RFC 8200 §5)"
                                    : ", the least of an interface")
                            + "; raise it");
        }
        return octets;
    }

    /** What GRE takes from the default: delivery header, GRE header with a key. */
    private static int gre(InterfaceSettings settings) {
        InterfaceCommand.TunnelMode mode = settings.find(InterfaceCommand.TunnelMode.class);
        return switch (mode == null ? InterfaceCommand.Mode.IPSEC_IPV4 : mode.mode()) {
            case GRE_IP -> 20 + 8;
            case GRE_IPV6 -> 40 + 8;
            case IPSEC_IPV4, IPSEC_IPV6, IPSEC_DUAL_OVERLAY -> 0;
        };
    }

    /** Own addresses, else those of the interface that is borrowed from. */
    public static List<IpPrefix> addresses(GatewayConfig config, InterfaceSettings settings) {
        List<IpPrefix> found = new ArrayList<>();
        InterfaceCommand.IpAddress own = settings.find(InterfaceCommand.IpAddress.class);
        if (own != null) {
            found.add(own.prefix());
        }
        InterfaceCommand.IpUnnumbered borrowed = settings.find(InterfaceCommand.IpUnnumbered.class);
        if (borrowed != null) {
            InterfaceSettings lender = stanza(config, borrowed.interfaceName());
            InterfaceCommand.IpAddress lent = lender.find(InterfaceCommand.IpAddress.class);
            if (lent != null && lender.find(InterfaceCommand.LinuxInterface.class) == null) {
                found.add(new IpPrefix(lent.prefix().address(), 32));
            }
        }
        for (var address : settings.all(InterfaceCommand.Ipv6Address.class)) {
            found.add(address.prefix());
        }
        InterfaceCommand.Ipv6Unnumbered borrowed6 =
                settings.find(InterfaceCommand.Ipv6Unnumbered.class);
        if (borrowed6 != null) {
            InterfaceSettings lender = stanza(config, borrowed6.interfaceName());
            if (lender.find(InterfaceCommand.LinuxInterface.class) == null) {
                for (var lent : lender.all(InterfaceCommand.Ipv6Address.class)) {
                    found.add(new IpPrefix(lent.prefix().address(), 128));
                }
            }
        }
        return found;
    }

    private static InterfaceSettings stanza(GatewayConfig config, String name) {
        InterfaceConfig stanza = config.interfaces().get(name);
        return stanza == null ? InterfaceSettings.EMPTY : stanza.settings();
    }

    /** A downloaded list takes the place of the configured one of its family. */
    private static @Nullable CompiledAcl filter(
            GatewayConfig config,
            InterfaceSettings settings,
            Direction direction,
            Downloaded downloaded)
            throws RefusedException {
        AccessList ipv4 = downloaded.ipv4();
        AccessList ipv6 = downloaded.ipv6();
        for (var group : settings.all(InterfaceCommand.IpAccessGroup.class)) {
            if (ipv4 == null && group.direction() == direction) {
                ipv4 = AccessLists.named(config, group.acl(), false);
            }
        }
        for (var group : settings.all(InterfaceCommand.Ipv6TrafficFilter.class)) {
            if (ipv6 == null && group.direction() == direction) {
                ipv6 = AccessLists.named(config, group.acl(), true);
            }
        }
        return AccessLists.combine(ipv4, ipv6);
    }
}
