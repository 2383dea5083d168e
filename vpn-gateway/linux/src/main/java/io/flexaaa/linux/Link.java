package io.flexaaa.linux;

/**
 * A network link as the kernel reports it.
 *
 * @param alias description, empty when none
 * @param kind driver kind such as {@code tun} or {@code veth}, empty for hardware
 */
public record Link(
        int index, String name, int mtu, boolean up, String alias, String kind, Statistics stats) {

    /** rtnl_link_stats64, the part that is of use; rx of a TUN is what we wrote into it. */
    public record Statistics(
            long rxPackets,
            long txPackets,
            long rxOctets,
            long txOctets,
            long rxErrors,
            long txErrors,
            long rxDropped,
            long txDropped) {
        static final Statistics ZERO = new Statistics(0, 0, 0, 0, 0, 0, 0, 0);
    }
}
