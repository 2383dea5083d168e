package io.flexaaa.linux;

/** Linux network namespaces as {@code ip netns} names them. */
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    private NetworkNamespace() {}

    /**
     * Moves the calling platform thread, for good. Sockets and links it makes, and threads it
     * starts, belong to the namespace.
     */
    public static void enter(String name) throws LinuxException {
        String path = "/run/netns/" + name;
        int fd = LinuxException.check(Sys.open(path, O_RDONLY_CLOEXEC), "open", path);
        try {
            LinuxException.check(Sys.setns(fd, CLONE_NEWNET), "setns", path);
        } finally {
            Sys.close(fd);
        }
    }
}
