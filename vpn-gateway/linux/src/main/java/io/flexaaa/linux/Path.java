package io.flexaaa.linux;

import java.lang.foreign.Arena;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Local and remote address of a datagram, laid out for the kernel once: a {@code sockaddr} for
 * {@code msg_name} and a packet-info control message that picks the source address.
 */
public final class Path {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int PKTINFO4_SPACE = 32;
    static final int PKTINFO6_SPACE = 40;

    private final Arena arena = Arena.ofAuto();
    final long name = Memory.allocate(arena, 32);
    final long control = Memory.allocate(arena, PKTINFO6_SPACE);
    final boolean ipv4;
    final int nameLength;
    final int controlLength;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    private Path(InetSocketAddress local, InetSocketAddress remote, int port) {
        this.local = local;
        this.remote = remote;
        this.ipv4 = remote.getAddress() instanceof Inet4Address;
        this.nameLength = putName(name, remote.getAddress(), port);
        this.controlLength = ipv4 ? PKTINFO4_SPACE : PKTINFO6_SPACE;
        byte[] source = local.getAddress().getAddress();
        if (ipv4) {
            putControlHeader(control, 16 + 12, 0, UdpSocket.IP_PKTINFO);
            Memory.fromHeap(source, 0, 4, control + 16 + 4);
        } else {
            putControlHeader(control, 16 + 20, UdpSocket.IPPROTO_IPV6, UdpSocket.IPV6_PKTINFO);
            Memory.fromHeap(source, 0, 16, control + 16);
        }
    }

    /**
     * For UDP. Both addresses are of one family; an any-address as local lets the kernel choose.
     */
    public static Path udp(InetSocketAddress local, InetSocketAddress remote) {
        return new Path(local, remote, remote.getPort());
    }

    /** For raw sockets, which have no ports. */
    public static Path raw(InetSocketAddress local, InetSocketAddress remote) {
        return new Path(local, remote, 0);
    }

    public InetSocketAddress local() {
        return local;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    public boolean ipv4() {
        return ipv4;
    }

    static void putControlHeader(long at, int length, int level, int type) {
        Memory.put64(at, length);
        Memory.put32(at + 8, level);
        Memory.put32(at + 12, type);
    }

    /** Writes a sockaddr_in or sockaddr_in6 and returns its length. */
    static int putName(long at, InetAddress address, int port) {
        byte[] octets = address.getAddress();
        boolean four = octets.length == 4;
        Memory.put16(at, four ? AF_INET : AF_INET6);
        Memory.put16(at + 2, Short.reverseBytes((short) port));
        Memory.fromHeap(octets, 0, octets.length, at + (four ? 4 : 8));
        return four ? 16 : 28;
    }

    static InetSocketAddress name(long at) {
        int port = Short.reverseBytes((short) Memory.u16(at + 2)) & 0xffff;
        boolean four = Memory.u16(at) == AF_INET;
        return new InetSocketAddress(address(at + (four ? 4 : 8), four ? 4 : 16), port);
    }

    static InetAddress address(long at, int octets) {
        byte[] value = new byte[octets];
        Memory.toHeap(at, value, 0, octets);
        try {
            return InetAddress.getByAddress(value);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets", e);
        }
    }

    @Override
    public String toString() {
        return local + "->" + remote;
    }
}
