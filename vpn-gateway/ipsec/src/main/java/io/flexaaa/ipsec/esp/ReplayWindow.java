package io.flexaaa.ipsec.esp;

/**
 * Anti-replay window with extended sequence numbers (RFC 4303 §3.4.3 and appendix A2). The bitmap
 * is a ring of words (RFC 6479), so that moving the window clears whole words instead of shifting.
 * Single writer: the SA's inbound thread.
 */
public final class ReplayWindow {
    /** What a sender's reordering may be without replay protection, to recover the high half. */
    private static final int NOMINAL = 64;

    private final int size;
    private final boolean protect;
    private final boolean extended;
    private final long[] ring;
    private final int mask;
    private long top;

    /**
     * @param size packets the window remembers, 64 to 4096; 0 accepts every sequence number
     */
    public ReplayWindow(int size, boolean extended) {
        if (size != 0 && (size < 64 || size > 4096)) {
            throw new IllegalArgumentException("replay window " + size + " not 0 or 64-4096");
        }
        this.protect = size != 0;
        this.size = protect ? size : NOMINAL;
        this.extended = extended;
        // One word more than the window fills, so that the word being overwritten is outside.
        int words = Integer.highestOneBit((this.size - 1) / 64 + 1) * 2;
        this.ring = new long[words];
        this.mask = words - 1;
    }

    /** The whole sequence number of a packet that carries its low half; negative: impossible. */
    public long recover(int low) {
        long sequence = low & 0xffffffffL;
        if (!extended) {
            return sequence;
        }
        long topLow = top & 0xffffffffL;
        long topHigh = top >>> 32;
        long bottom = topLow - size + 1;
        if (bottom >= 0) {
            // The window lies in one subspace: what is left of it belongs to the next.
            return (sequence >= bottom ? topHigh : topHigh + 1) << 32 | sequence;
        }
        // The window reaches back into the previous subspace.
        long high = sequence >= (bottom & 0xffffffffL) ? topHigh - 1 : topHigh;
        return high < 0 ? -1 : high << 32 | sequence;
    }

    /** Whether the packet may be worth decrypting; changes nothing. */
    public boolean fresh(long sequence) {
        if (sequence <= 0) {
            // RFC 4303 §2.2: the first packet has number 1.
            return !protect && sequence == 0;
        }
        if (!protect || sequence > top) {
            return true;
        }
        if (top - sequence >= size) {
            return false;
        }
        return (ring[(int) (sequence >>> 6) & mask] & 1L << sequence) == 0;
    }

    /** Call only after the ICV verified, or a forged packet could move the window. */
    public void accept(long sequence) {
        long word = sequence >>> 6;
        if (sequence > top) {
            long current = top >>> 6;
            long steps = Math.min(word - current, ring.length);
            for (long i = 1; i <= steps; i++) {
                ring[(int) (current + i) & mask] = 0;
            }
            top = sequence;
        }
        ring[(int) word & mask] |= 1L << sequence;
    }

    public long top() {
        return top;
    }
}
