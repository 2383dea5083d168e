package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.linux.Memory;
import io.flexaaa.linux.TunDevice;

import java.lang.foreign.Arena;

/** One thread's way into TUNs: copies to native memory and writes. */
final class TunWriter {
    private static final int OCTETS = 65_536 + TunDevice.HEADER_OCTETS;

    private final Arena arena = Arena.ofAuto();
    private final long scratch = Memory.allocate(arena, OCTETS);

    /** Octets written or a negated errno. */
    int write(TunDevice tun, byte[] buffer, int at, int length) {
        Memory.fromHeap(buffer, at, length, scratch);
        return tun.write(scratch, length);
    }
}
