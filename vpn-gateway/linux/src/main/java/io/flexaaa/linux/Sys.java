package io.flexaaa.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The C library's calls. Every wrapper returns the call's result, or the negated errno.
 *
 * <p>Handles are static finals, or the JIT could not inline them (twice the time per call).
 * Pointers travel as longs: the same register class in both ABIs, and no segment to check. Nothing
 * here is a {@code critical} call: those stop the whole VM at the next safepoint when they block.
 */
final class Sys {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    private static final MethodHandle OPEN =
            variadic("open", 2, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle IOCTL =
            variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle READ =
            handle("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE =
            handle("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SOCKET =
            handle("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND =
            handle("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            handle("recvmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SEND =
            handle("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV =
            handle("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE1 = handle("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            handle("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT =
            handle("epoll_wait", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = handle("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle IF_NAMETOINDEX =
            handle("if_nametoindex", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SETNS = handle("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    private Sys() {}

    private static MethodHandle handle(
            String name, ValueLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(
            String name, int firstVariadic, ValueLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static int result(long value, MemorySegment state) {
        return value >= 0 ? (int) value : -(int) ERRNO.get(state, 0L);
    }

    /** Downcalls declare Throwable but throw nothing of their own. */
    private static AssertionError impossible(Throwable t) {
        return new AssertionError("native call", t);
    }

    static int open(String path, int flags) {
        MemorySegment state = STATE.get();
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return result((int) OPEN.invokeExact(state, name, flags, 0), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int close(int fd) {
        MemorySegment state = STATE.get();
        try {
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int ioctl(int fd, long request, long argument) {
        MemorySegment state = STATE.get();
        try {
            return result((int) IOCTL.invokeExact(state, fd, request, argument), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int read(int fd, long buffer, long length) {
        MemorySegment state = STATE.get();
        try {
            return result((long) READ.invokeExact(state, fd, buffer, length), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int write(int fd, long buffer, long length) {
        MemorySegment state = STATE.get();
        try {
            return result((long) WRITE.invokeExact(state, fd, buffer, length), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int socket(int family, int type, int protocol) {
        MemorySegment state = STATE.get();
        try {
            return result((int) SOCKET.invokeExact(state, family, type, protocol), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int bind(int fd, long address, int length) {
        MemorySegment state = STATE.get();
        try {
            return result((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int setIntOption(int fd, int level, int option, int value) {
        MemorySegment state = STATE.get();
        try (Arena arena = Arena.ofConfined()) {
            long at = arena.allocateFrom(JAVA_INT, value).address();
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, at, 4), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int sendmmsg(int fd, long messages, int count, int flags) {
        MemorySegment state = STATE.get();
        try {
            return result((int) SENDMMSG.invokeExact(state, fd, messages, count, flags), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int recvmmsg(int fd, long messages, int count, int flags) {
        MemorySegment state = STATE.get();
        try {
            return result((int) RECVMMSG.invokeExact(state, fd, messages, count, flags, 0L), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int send(int fd, long buffer, long length, int flags) {
        MemorySegment state = STATE.get();
        try {
            return result((long) SEND.invokeExact(state, fd, buffer, length, flags), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int recv(int fd, long buffer, long length, int flags) {
        MemorySegment state = STATE.get();
        try {
            return result((long) RECV.invokeExact(state, fd, buffer, length, flags), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int epollCreate(int flags) {
        MemorySegment state = STATE.get();
        try {
            return result((int) EPOLL_CREATE1.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int epollCtl(int epoll, int operation, int fd, long event) {
        MemorySegment state = STATE.get();
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int epollWait(int epoll, long events, int capacity, int timeoutMillis) {
        MemorySegment state = STATE.get();
        try {
            return result(
                    (int) EPOLL_WAIT.invokeExact(state, epoll, events, capacity, timeoutMillis),
                    state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int eventfd(int initial, int flags) {
        MemorySegment state = STATE.get();
        try {
            return result((int) EVENTFD.invokeExact(state, initial, flags), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    /** 0 with errno set means no such link, unlike every other call here. */
    static int interfaceIndex(String name) {
        MemorySegment state = STATE.get();
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            int index = (int) IF_NAMETOINDEX.invokeExact(state, text);
            return index != 0 ? index : -(int) ERRNO.get(state, 0L);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static int setns(int fd, int kind) {
        MemorySegment state = STATE.get();
        try {
            return result((int) SETNS.invokeExact(state, fd, kind), state);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    static String errnoText(int errno) {
        try {
            return Memory.cString((long) STRERROR.invokeExact(errno));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    /** Fills {@code octets} octets with zero. */
    static void zero(long at, int octets) {
        byte[] zeros = new byte[octets];
        Arrays.fill(zeros, (byte) 0);
        Memory.fromHeap(zeros, 0, octets, at);
    }
}
