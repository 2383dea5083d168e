package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Puts the decrypted fragments of one message together, RFC 7383 §2.6. One per expected Message ID:
 * the SA makes a new one when its window moves. Give it only fragments whose checksum was right, or
 * anyone could fill it.
 */
public final class Reassembler {
    /** An IKE message cannot be longer than a datagram's 64 KiB for any peer we know. */
    public static final int DEFAULT_MAX_OCTETS = 65_536;

    public static final int DEFAULT_MAX_FRAGMENTS = 256;

    private final int maxFragments;
    private final int maxOctets;
    private @Nullable Octets[] parts = new Octets[0];
    private int firstInner;
    private int missing;
    private int octets;

    public Reassembler() {
        this(DEFAULT_MAX_FRAGMENTS, DEFAULT_MAX_OCTETS);
    }

    public Reassembler(int maxFragments, int maxOctets) {
        this.maxFragments = maxFragments;
        this.maxOctets = maxOctets;
    }

    /** The whole content, to be decoded from a payload of type {@code firstInner} on. */
    public record Complete(int firstInner, Octets content) {}

    /**
     * Adds a fragment; answers the content once the last missing one came, else null. A repeated
     * fragment is ignored.
     *
     * @throws DecodeException when the message would exceed a limit; what was collected is dropped
     */
    public @Nullable Complete add(int number, int total, int first, Octets content)
            throws DecodeException {
        if (number < 1 || number > total || total > maxFragments) {
            throw new DecodeException(
                    "SKF", "fragment " + number + " of " + total + ", limit " + maxFragments);
        }
        if (total < parts.length) {
            // RFC 7383 §2.6: an old, finer or coarser split; the larger total is the newer one.
            return null;
        }
        if (total > parts.length) {
            restart(total);
        }
        if (parts[number - 1] != null) {
            return null;
        }
        if (octets + content.length() > maxOctets) {
            restart(0);
            throw new DecodeException("SKF", "message longer than " + maxOctets + " octets");
        }
        parts[number - 1] = content;
        octets += content.length();
        missing--;
        if (number == 1) {
            firstInner = first;
        }
        return missing == 0 ? join() : null;
    }

    private void restart(int total) {
        parts = new Octets[total];
        missing = total;
        octets = 0;
    }

    private Complete join() {
        WireWriter out = new WireWriter(octets);
        for (Octets part : parts) {
            if (part != null) {
                out.octets(part);
            }
        }
        Complete complete = new Complete(firstInner, out.toOctets());
        Arrays.fill(parts, null);
        restart(0);
        return complete;
    }
}
