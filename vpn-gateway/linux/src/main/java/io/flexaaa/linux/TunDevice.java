package io.flexaaa.linux;

import java.lang.foreign.Arena;

/**
 * A TUN link and its file descriptor. The link vanishes when the descriptor is closed, also when
 * the process is killed. Packets are read and written with a {@code virtio_net_hdr} of {@link
 * #HEADER_OCTETS} octets in front, so that one read or write can carry up to 64 KiB of one flow.
 */
public final class TunDevice implements AutoCloseable {
    /** struct virtio_net_hdr without the mergeable-buffer count. */
    public static final int HEADER_OCTETS = 10;

    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final int IFF_TUN = 0x0001;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int F_CSUM = 1;
    private static final int F_TSO4_TSO6 = 2 | 4;
    private static final int F_USO4_USO6 = 0x20 | 0x40;

    /** What the kernel lets this device pass in one piece. */
    public enum Offload {
        NONE,
        TCP,
        TCP_UDP
    }

    private final int fd;
    private final int index;
    private final Offload offload;

    private TunDevice(int fd, int index, Offload offload) {
        this.fd = fd;
        this.index = index;
        this.offload = offload;
    }

    /** Creates the link, down, without addresses. */
    public static TunDevice create(String name) throws LinuxException {
        int fd =
                LinuxException.check(
                        Sys.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC),
                        "open",
                        "/dev/net/tun");
        try (Arena arena = Arena.ofConfined()) {
            long request = Memory.allocate(arena, 40);
            Memory.putCString(request, name);
            Memory.put16(request + 16, IFF_TUN | IFF_NO_PI | IFF_VNET_HDR);
            LinuxException.check(Sys.ioctl(fd, TUNSETIFF, request), "ioctl TUNSETIFF", name);
            Offload offload = negotiate(fd);
            int index = LinuxException.check(Sys.interfaceIndex(name), "if_nametoindex", name);
            return new TunDevice(fd, index, offload);
        } catch (LinuxException e) {
            Sys.close(fd);
            throw e;
        }
    }

    /** Kernels before 6.2 know no USO, others may know nothing: take the most that is granted. */
    private static Offload negotiate(int fd) {
        if (Sys.ioctl(fd, TUNSETOFFLOAD, F_CSUM | F_TSO4_TSO6 | F_USO4_USO6) >= 0) {
            return Offload.TCP_UDP;
        }
        if (Sys.ioctl(fd, TUNSETOFFLOAD, F_CSUM | F_TSO4_TSO6) >= 0) {
            return Offload.TCP;
        }
        return Offload.NONE;
    }

    /** Octets read with the header in front, or a negated errno ({@link Errno#EAGAIN}: empty). */
    public int read(long buffer, int capacity) {
        return Sys.read(fd, buffer, capacity);
    }

    /** Octets written, or a negated errno. */
    public int write(long buffer, int length) {
        return Sys.write(fd, buffer, length);
    }

    public int fd() {
        return fd;
    }

    public int index() {
        return index;
    }

    public Offload offload() {
        return offload;
    }

    /** Deletes the link; the kernel takes about 20 ms for it and blocks netlink meanwhile. */
    @Override
    public void close() {
        Sys.close(fd);
    }
}
