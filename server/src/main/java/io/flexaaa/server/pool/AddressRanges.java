package io.flexaaa.server.pool;

import io.flexaaa.protocol.avpair.IpPrefix;
import io.flexaaa.protocol.wire.DecodeException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The addresses a pool may lend, in order. Of a prefix the first address is left out (network, or
 * the subnet-router anycast of RFC 4291 §2.6.1), and of an IPv4 prefix the last, the broadcast; a
 * range is taken as written.
 */
public final class AddressRanges {
    private record Span(BigInteger first, BigInteger last) {
        BigInteger size() {
            return last.subtract(first).add(BigInteger.ONE);
        }
    }

    private final int octets;
    private final List<Span> spans;

    private AddressRanges(int octets, List<Span> spans) {
        this.octets = octets;
        this.spans = spans;
    }

    /**
     * @param family 4 or 6
     * @param ranges {@code FIRST-LAST}, {@code ADDRESS} or {@code ADDRESS/LENGTH}
     * @throws IllegalArgumentException with words for the operator
     */
    public static AddressRanges of(int family, List<String> ranges, List<String> exclusions) {
        int octets = family == 4 ? 4 : 16;
        List<Span> spans = new ArrayList<>();
        for (String text : ranges) spans.add(span(text, octets, true));
        spans.sort(Comparator.comparing(Span::first));
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).first.compareTo(spans.get(i - 1).last) <= 0) {
                throw new IllegalArgumentException("two ranges overlap; write each address once");
            }
        }
        for (String text : exclusions) spans = without(spans, span(text, octets, false));
        return new AddressRanges(octets, List.copyOf(spans));
    }

    private static Span span(String text, int octets, boolean usable) {
        String range = text.strip();
        try {
            int dash = range.indexOf('-');
            if (dash > 0) {
                BigInteger first = number(range.substring(0, dash).strip(), octets);
                BigInteger last = number(range.substring(dash + 1).strip(), octets);
                if (last.compareTo(first) < 0) {
                    throw new IllegalArgumentException("'" + text + "' ends before it begins");
                }
                return new Span(first, last);
            }
            if (range.indexOf('/') < 0) {
                BigInteger one = number(range, octets);
                return new Span(one, one);
            }
            IpPrefix prefix = IpPrefix.parse(range);
            int bits = octets * 8;
            if (prefix.network().getAddress().length != octets) {
                throw new IllegalArgumentException("'" + text + "' is of the other family");
            }
            BigInteger first = new BigInteger(1, prefix.network().getAddress());
            BigInteger last =
                    first.add(BigInteger.ONE.shiftLeft(bits - prefix.length()))
                            .subtract(BigInteger.ONE);
            if (usable && bits - prefix.length() >= 2) {
                first = first.add(BigInteger.ONE);
                if (octets == 4) last = last.subtract(BigInteger.ONE);
            }
            return new Span(first, last);
        } catch (DecodeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither FIRST-LAST nor ADDRESS nor ADDRESS/LENGTH", e);
        }
    }

    private static BigInteger number(String text, int octets) {
        boolean literal =
                octets == 4 ? text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") : text.contains(":");
        try {
            byte[] address = literal ? InetAddress.ofLiteral(text).getAddress() : new byte[0];
            if (address.length == octets) return new BigInteger(1, address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address", e);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no IPv" + (octets == 4 ? "4" : "6") + " address");
    }

    private static List<Span> without(List<Span> spans, Span hole) {
        List<Span> left = new ArrayList<>();
        for (Span span : spans) {
            if (hole.last.compareTo(span.first) < 0 || hole.first.compareTo(span.last) > 0) {
                left.add(span);
                continue;
            }
            if (hole.first.compareTo(span.first) > 0) {
                left.add(new Span(span.first, hole.first.subtract(BigInteger.ONE)));
            }
            if (hole.last.compareTo(span.last) < 0) {
                left.add(new Span(hole.last.add(BigInteger.ONE), span.last));
            }
        }
        return left;
    }

    /** How many; {@link Long#MAX_VALUE} when there are more. */
    public long size() {
        BigInteger sum = BigInteger.ZERO;
        for (Span span : spans) sum = sum.add(span.size());
        return sum.bitLength() > 62 ? Long.MAX_VALUE : sum.longValueExact();
    }

    /** The n-th address, from 0. */
    public InetAddress at(long offset) {
        BigInteger left = BigInteger.valueOf(offset);
        for (Span span : spans) {
            if (left.compareTo(span.size()) < 0) return address(span.first.add(left));
            left = left.subtract(span.size());
        }
        throw new IllegalArgumentException("offset " + offset + " of " + size());
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != octets) return false;
        BigInteger number = new BigInteger(1, bytes);
        for (Span span : spans) {
            if (number.compareTo(span.first) >= 0 && number.compareTo(span.last) <= 0) return true;
        }
        return false;
    }

    public boolean overlaps(AddressRanges other) {
        if (octets != other.octets) return false;
        for (Span a : spans) {
            for (Span b : other.spans) {
                if (a.first.compareTo(b.last) <= 0 && b.first.compareTo(a.last) <= 0) return true;
            }
        }
        return false;
    }

    private InetAddress address(BigInteger number) {
        byte[] bytes = new byte[octets];
        byte[] raw = number.toByteArray();
        int from = Math.max(0, raw.length - octets);
        System.arraycopy(raw, from, bytes, octets - (raw.length - from), raw.length - from);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + octets + " octets", e);
        }
    }
}
