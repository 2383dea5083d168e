package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * One line of an interface stanza, from the file, from an {@code interface-config} AV pair or from
 * a CoA. The virtual-access applier switches over these, so a new one does not compile until it
 * acts.
 */
public sealed interface InterfaceCommand {
    /** Kinds of setting, in the order IOS prints them. */
    enum Slot {
        LINUX,
        DESCRIPTION,
        BANDWIDTH,
        VRF,
        IP_ADDRESS,
        IP_UNNUMBERED,
        IP_ACCESS_GROUP,
        MTU,
        IP_MTU,
        IP_TCP_ADJUST_MSS,
        SHUTDOWN,
        IPV6_ADDRESS,
        IPV6_UNNUMBERED,
        IPV6_ENABLE,
        IPV6_MTU,
        IPV6_TCP_ADJUST_MSS,
        IPV6_TRAFFIC_FILTER,
        TUNNEL_SOURCE,
        TUNNEL_MODE,
        TUNNEL_DESTINATION,
        TUNNEL_KEY,
        TUNNEL_VRF,
        TUNNEL_PATH_MTU,
        TUNNEL_PROTECTION,
        DF_BIT,
        SERVICE_POLICY,
        INERT;

        @Nullable Slot rival() {
            return switch (this) {
                case IP_ADDRESS -> IP_UNNUMBERED;
                case IP_UNNUMBERED -> IP_ADDRESS;
                case IPV6_ADDRESS -> IPV6_UNNUMBERED;
                case IPV6_UNNUMBERED -> IPV6_ADDRESS;
                case LINUX,
                        DESCRIPTION,
                        BANDWIDTH,
                        VRF,
                        IP_ACCESS_GROUP,
                        MTU,
                        IP_MTU,
                        IP_TCP_ADJUST_MSS,
                        SHUTDOWN,
                        IPV6_ENABLE,
                        IPV6_MTU,
                        IPV6_TCP_ADJUST_MSS,
                        IPV6_TRAFFIC_FILTER,
                        TUNNEL_SOURCE,
                        TUNNEL_MODE,
                        TUNNEL_DESTINATION,
                        TUNNEL_KEY,
                        TUNNEL_VRF,
                        TUNNEL_PATH_MTU,
                        TUNNEL_PROTECTION,
                        DF_BIT,
                        SERVICE_POLICY,
                        INERT ->
                        null;
            };
        }
    }

    enum Direction {
        IN,
        OUT
    }

    enum Mode implements IosWord {
        IPSEC_IPV4("ipsec ipv4"),
        IPSEC_IPV6("ipsec ipv6"),
        IPSEC_DUAL_OVERLAY("ipsec dual-overlay"),
        GRE_IP("gre ip"),
        GRE_IPV6("gre ipv6");

        private final String ios;

        Mode(String ios) {
            this.ios = ios;
        }

        public boolean gre() {
            return this == GRE_IP || this == GRE_IPV6;
        }

        @Override
        public String ios() {
            return ios;
        }
    }

    enum DfBit implements IosWord {
        CLEAR,
        SET,
        COPY
    }

    Slot slot();

    /** Tells apart settings of one kind that stand side by side (two IPv6 addresses). */
    default String key() {
        return "";
    }

    /** The line as IOS prints it. */
    String ios();

    /** {@code linux interface NAME} (ours): the Linux interface this one stands for. */
    record LinuxInterface(String name) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.LINUX;
        }

        @Override
        public String ios() {
            return "linux interface " + name;
        }
    }

    record Description(String text) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.DESCRIPTION;
        }

        @Override
        public String ios() {
            return "description " + text;
        }
    }

    record Bandwidth(long kilobitsPerSecond) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.BANDWIDTH;
        }

        @Override
        public String ios() {
            return "bandwidth " + kilobitsPerSecond;
        }
    }

    record VrfForwarding(String vrf) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.VRF;
        }

        @Override
        public String ios() {
            return "vrf forwarding " + vrf;
        }
    }

    record IpAddress(IpPrefix prefix) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IP_ADDRESS;
        }

        @Override
        public String ios() {
            return "ip address " + Addresses.text(prefix.address()) + " " + prefix.mask();
        }
    }

    record IpUnnumbered(String interfaceName) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IP_UNNUMBERED;
        }

        @Override
        public String ios() {
            return "ip unnumbered " + interfaceName;
        }
    }

    record IpAccessGroup(String acl, Direction direction) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IP_ACCESS_GROUP;
        }

        @Override
        public String key() {
            return direction == Direction.IN ? "in" : "out";
        }

        @Override
        public String ios() {
            return "ip access-group " + acl + " " + key();
        }
    }

    record Mtu(int octets) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.MTU;
        }

        @Override
        public String ios() {
            return "mtu " + octets;
        }
    }

    record IpMtu(int octets) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IP_MTU;
        }

        @Override
        public String ios() {
            return "ip mtu " + octets;
        }
    }

    record IpTcpAdjustMss(int octets) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IP_TCP_ADJUST_MSS;
        }

        @Override
        public String ios() {
            return "ip tcp adjust-mss " + octets;
        }
    }

    record Shutdown() implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.SHUTDOWN;
        }

        @Override
        public String ios() {
            return "shutdown";
        }
    }

    record Ipv6Address(IpPrefix prefix) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IPV6_ADDRESS;
        }

        @Override
        public String key() {
            return prefix.toString();
        }

        @Override
        public String ios() {
            return "ipv6 address " + prefix;
        }
    }

    record Ipv6Unnumbered(String interfaceName) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IPV6_UNNUMBERED;
        }

        @Override
        public String ios() {
            return "ipv6 unnumbered " + interfaceName;
        }
    }

    record Ipv6Enable() implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IPV6_ENABLE;
        }

        @Override
        public String ios() {
            return "ipv6 enable";
        }
    }

    record Ipv6Mtu(int octets) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IPV6_MTU;
        }

        @Override
        public String ios() {
            return "ipv6 mtu " + octets;
        }
    }

    record Ipv6TcpAdjustMss(int octets) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IPV6_TCP_ADJUST_MSS;
        }

        @Override
        public String ios() {
            return "ipv6 tcp adjust-mss " + octets;
        }
    }

    record Ipv6TrafficFilter(String acl, Direction direction) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.IPV6_TRAFFIC_FILTER;
        }

        @Override
        public String key() {
            return direction == Direction.IN ? "in" : "out";
        }

        @Override
        public String ios() {
            return "ipv6 traffic-filter " + acl + " " + key();
        }
    }

    /** Where the tunnel's outer packets come from. */
    sealed interface Source {
        record OfInterface(String name) implements Source {}

        record OfAddress(InetAddress address) implements Source {}

        record Dynamic() implements Source {}
    }

    record TunnelSource(Source source) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_SOURCE;
        }

        @Override
        public String ios() {
            return "tunnel source "
                    + switch (source) {
                        case Source.OfInterface(String name) -> name;
                        case Source.OfAddress(InetAddress a) -> Addresses.text(a);
                        case Source.Dynamic() -> "dynamic";
                    };
        }
    }

    record TunnelMode(Mode mode) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_MODE;
        }

        @Override
        public String ios() {
            return "tunnel mode " + mode.ios();
        }
    }

    /**
     * @param destination an address, or {@code dynamic}
     */
    record TunnelDestination(String destination) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_DESTINATION;
        }

        @Override
        public String ios() {
            return "tunnel destination " + destination;
        }
    }

    record TunnelKey(long key32) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_KEY;
        }

        @Override
        public String ios() {
            return "tunnel key " + key32;
        }
    }

    record TunnelVrf(String vrf) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_VRF;
        }

        @Override
        public String ios() {
            return "tunnel vrf " + vrf;
        }
    }

    record TunnelPathMtuDiscovery() implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_PATH_MTU;
        }

        @Override
        public String ios() {
            return "tunnel path-mtu-discovery";
        }
    }

    record TunnelProtection(String ipsecProfile) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.TUNNEL_PROTECTION;
        }

        @Override
        public String ios() {
            return "tunnel protection ipsec profile " + ipsecProfile;
        }
    }

    record CryptoDfBit(DfBit dfBit) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.DF_BIT;
        }

        @Override
        public String ios() {
            return "crypto ipsec df-bit " + dfBit.ios();
        }
    }

    record ServicePolicy(String policyMap, Direction direction) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.SERVICE_POLICY;
        }

        @Override
        public String key() {
            return direction == Direction.IN ? "input" : "output";
        }

        @Override
        public String ios() {
            return "service-policy " + key() + " " + policyMap;
        }
    }

    /** Good IOS that this gateway keeps and prints but does not act on. */
    record Inert(String key, String ios) implements InterfaceCommand {
        @Override
        public Slot slot() {
            return Slot.INERT;
        }
    }

    /** {@code no ...}: back to the default. @param key empty = all of that kind */
    record No(Slot slot, String key) implements InterfaceCommand {
        @Override
        public String ios() {
            return "no " + slot + (key.isEmpty() ? "" : " " + key);
        }
    }
}
