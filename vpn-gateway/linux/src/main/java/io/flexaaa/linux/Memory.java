package io.flexaaa.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native memory by absolute address, in the machine's byte order. One everything-segment instead of
 * a segment per buffer: no liveness check and no wrapper object per access, which the packet path
 * would feel. The owner of an {@link Arena} keeps it reachable for as long as it uses the address.
 */
public final class Memory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Memory() {}

    /** Zeroed memory that lives as long as {@code arena}. */
    public static long allocate(Arena arena, long octets) {
        return arena.allocate(octets, 64).address();
    }

    public static int u8(long at) {
        return ALL.get(JAVA_BYTE, at) & 0xff;
    }

    public static int u16(long at) {
        return ALL.get(JAVA_SHORT_UNALIGNED, at) & 0xffff;
    }

    public static int i32(long at) {
        return ALL.get(JAVA_INT_UNALIGNED, at);
    }

    public static long i64(long at) {
        return ALL.get(JAVA_LONG_UNALIGNED, at);
    }

    public static void put8(long at, int value) {
        ALL.set(JAVA_BYTE, at, (byte) value);
    }

    public static void put16(long at, int value) {
        ALL.set(JAVA_SHORT_UNALIGNED, at, (short) value);
    }

    public static void put32(long at, int value) {
        ALL.set(JAVA_INT_UNALIGNED, at, value);
    }

    public static void put64(long at, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, at, value);
    }

    public static void toHeap(long from, byte[] to, int offset, int length) {
        MemorySegment.copy(ALL, JAVA_BYTE, from, to, offset, length);
    }

    public static void fromHeap(byte[] from, int offset, int length, long to) {
        MemorySegment.copy(from, offset, ALL, JAVA_BYTE, to, length);
    }

    static void copy(long from, long to, long octets) {
        MemorySegment.copy(ALL, from, ALL, to, octets);
    }

    static void putCString(long at, String text) {
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        fromHeap(octets, 0, octets.length, at);
        put8(at + octets.length, 0);
    }

    static String cString(long at) {
        return MemorySegment.ofAddress(at).reinterpret(Long.MAX_VALUE).getString(0);
    }
}
