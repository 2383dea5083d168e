package io.flexaaa.linux;

import java.lang.foreign.Arena;
import java.net.InetAddress;

/**
 * A bound datagram socket that tells and takes local addresses (packet info) and, for UDP, moves
 * many equal datagrams per call (UDP_SEGMENT out, UDP_GRO in). Also the raw sockets of native ESP.
 */
public final class UdpSocket implements AutoCloseable {
    static final int IPPROTO_IPV6 = 41;
    static final int IP_PKTINFO = 8;
    static final int IPV6_PKTINFO = 50;
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int PMTUDISC_DONT = 0;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int IPPROTO_ESP = 50;
    private static final int BUFFER_OCTETS = 4 << 20;

    private final int fd;
    private final boolean ipv4;
    private final boolean raw;
    private final boolean coalesces;

    private UdpSocket(int fd, boolean ipv4, boolean raw, boolean coalesces) {
        this.fd = fd;
        this.ipv4 = ipv4;
        this.raw = raw;
        this.coalesces = coalesces;
    }

    /** UDP on {@code port}; the family is that of {@code address}, which may be the any-address. */
    public static UdpSocket udp(InetAddress address, int port) throws LinuxException {
        return open(address, port, SOCK_DGRAM, true, "UDP " + address + " port " + port);
    }

    /** The same, but every datagram is received alone, as most programs do. */
    public static UdpSocket plainUdp(InetAddress address, int port) throws LinuxException {
        return open(address, port, SOCK_DGRAM, false, "UDP " + address + " port " + port);
    }

    /** IP protocol 50 (ESP). */
    public static UdpSocket rawEsp(InetAddress address) throws LinuxException {
        return open(address, 0, SOCK_RAW, false, "raw ESP " + address);
    }

    private static UdpSocket open(
            InetAddress address, int port, int type, boolean coalesce, String object)
            throws LinuxException {
        boolean four = address.getAddress().length == 4;
        int family = four ? Path.AF_INET : Path.AF_INET6;
        int protocol = type == SOCK_RAW ? IPPROTO_ESP : SOL_UDP;
        int fd =
                LinuxException.check(
                        Sys.socket(family, type | SOCK_CLOEXEC, protocol), "socket", object);
        try (Arena arena = Arena.ofConfined()) {
            if (four) {
                set(fd, 0, IP_PKTINFO, 1, "IP_PKTINFO", object);
                // A tunnel packet that is too long is fragmented rather than lost: the outer DF bit
                // stays clear, the inner path MTU is what we answer with ICMP.
                set(fd, 0, IP_MTU_DISCOVER, PMTUDISC_DONT, "IP_MTU_DISCOVER", object);
            } else {
                if (type == SOCK_DGRAM) {
                    set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY", object);
                }
                set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO", object);
                set(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DONT, "PMTU", object);
            }
            buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, object);
            buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, object);
            long name = Memory.allocate(arena, 32);
            int length = Path.putName(name, address, port);
            LinuxException.check(Sys.bind(fd, name, length), "bind", object);
            // Linux 5.0 and later; without it every datagram comes alone and all still works.
            boolean gro = coalesce && Sys.setIntOption(fd, SOL_UDP, UDP_GRO, 1) >= 0;
            return new UdpSocket(fd, four, type == SOCK_RAW, gro);
        } catch (LinuxException e) {
            Sys.close(fd);
            throw e;
        }
    }

    private static void set(int fd, int level, int option, int value, String name, String object)
            throws LinuxException {
        LinuxException.check(
                Sys.setIntOption(fd, level, option, value), "setsockopt " + name, object);
    }

    /** The forced variant passes net.core.rmem_max but needs CAP_NET_ADMIN. */
    private static void buffer(int fd, int forced, int plain, String object) throws LinuxException {
        if (Sys.setIntOption(fd, SOL_SOCKET, forced, BUFFER_OCTETS) < 0) {
            set(fd, SOL_SOCKET, plain, BUFFER_OCTETS, "buffer size", object);
        }
    }

    public int fd() {
        return fd;
    }

    public boolean ipv4() {
        return ipv4;
    }

    public boolean raw() {
        return raw;
    }

    /** Whether one receive can carry several datagrams of one sender. */
    public boolean coalesces() {
        return coalesces;
    }

    @Override
    public void close() {
        Sys.close(fd);
    }
}
