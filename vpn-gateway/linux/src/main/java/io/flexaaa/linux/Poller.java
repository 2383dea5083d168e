package io.flexaaa.linux;

import java.lang.foreign.Arena;

/**
 * epoll over descriptors named by small integers, and an eventfd that ends a wait from outside (a
 * blocked foreign call can not be interrupted). One thread waits; any thread may add, remove, wake.
 */
public final class Poller implements AutoCloseable {
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int EPOLLIN = 1;
    private static final int WAKE = -1;
    private static final int CAPACITY = 256;
    // struct epoll_event is packed on x86-64 only.
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_OCTETS = PACKED ? 12 : 16;
    private static final int DATA_AT = PACKED ? 4 : 8;

    private final Arena arena = Arena.ofAuto();
    private final long events = Memory.allocate(arena, (long) CAPACITY * EVENT_OCTETS);
    private final long drain = Memory.allocate(arena, 8);
    private final long one = Memory.allocate(arena, 8);
    private final int epoll;
    private final int event;

    private Poller(int epoll, int event) {
        this.epoll = epoll;
        this.event = event;
        Memory.put64(one, 1);
    }

    public static Poller open() throws LinuxException {
        int epoll = LinuxException.check(Sys.epollCreate(EPOLL_CLOEXEC), "epoll_create1", "poller");
        int event = LinuxException.check(Sys.eventfd(0, EFD_NONBLOCK_CLOEXEC), "eventfd", "poller");
        Poller poller = new Poller(epoll, event);
        poller.add(event, WAKE);
        return poller;
    }

    /** Reports {@code token} (0 or more) while {@code fd} is readable. */
    public void add(int fd, int token) throws LinuxException {
        try (Arena scratch = Arena.ofConfined()) {
            long entry = Memory.allocate(scratch, 16);
            Memory.put32(entry, EPOLLIN);
            Memory.put32(entry + DATA_AT, token);
            LinuxException.check(
                    Sys.epollCtl(epoll, ADD, fd, entry), "epoll_ctl ADD", "descriptor " + fd);
        }
    }

    public void remove(int fd) throws LinuxException {
        LinuxException.check(
                Sys.epollCtl(epoll, DELETE, fd, 0), "epoll_ctl DEL", "descriptor " + fd);
    }

    /**
     * Waits until something is readable, {@link #wake} was called or the time is over.
     *
     * @return number of events, to be read with {@link #token}; wakes are among them
     */
    public int await(int timeoutMillis) {
        int n = Sys.epollWait(epoll, events, CAPACITY, timeoutMillis);
        return Math.max(n, 0);
    }

    /** Token of event {@code i} of the last wait, negative for a wake. */
    public int token(int i) {
        int token = Memory.i32(events + (long) i * EVENT_OCTETS + DATA_AT);
        if (token == WAKE) {
            Sys.read(event, drain, 8);
        }
        return token;
    }

    public void wake() {
        Sys.write(event, one, 8);
    }

    @Override
    public void close() {
        Sys.close(event);
        Sys.close(epoll);
    }
}
