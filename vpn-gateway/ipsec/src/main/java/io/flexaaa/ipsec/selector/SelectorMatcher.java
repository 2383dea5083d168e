package io.flexaaa.ipsec.selector;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.filter.FlowKey;

import java.net.InetAddress;
import java.util.List;

/**
 * The two selector lists of a Child SA as numbers (RFC 4301 §5): a packet is inside when one local
 * and one remote selector match. Immutable, used by both packet threads.
 */
public final class SelectorMatcher {
    private final Ranges local;
    private final Ranges remote;

    public SelectorMatcher(List<Selector> local, List<Selector> remote) {
        this.local = new Ranges(local);
        this.remote = new Ranges(remote);
    }

    /** From us to the peer. */
    public boolean outbound(FlowKey key) {
        return local.source(key) && remote.destination(key);
    }

    /** From the peer to us. */
    public boolean inbound(FlowKey key) {
        return remote.source(key) && local.destination(key);
    }

    /** Rows of {v6, protocol, startPort, endPort, startHigh, startLow, endHigh, endLow}. */
    private static final class Ranges {
        private static final int ROW = 8;
        private final long[] rows;

        Ranges(List<Selector> selectors) {
            rows = new long[selectors.size() * ROW];
            int at = 0;
            for (Selector s : selectors) {
                rows[at] = s.ipv4() ? 0 : 1;
                rows[at + 1] = s.protocol();
                rows[at + 2] = s.startPort();
                rows[at + 3] = s.endPort();
                rows[at + 4] = high(s.start());
                rows[at + 5] = low(s.start());
                rows[at + 6] = high(s.end());
                rows[at + 7] = low(s.end());
                at += ROW;
            }
        }

        private static long high(InetAddress address) {
            byte[] octets = address.getAddress();
            return octets.length == 4 ? 0 : BigEndian.i64(octets, 0);
        }

        private static long low(InetAddress address) {
            byte[] octets = address.getAddress();
            return octets.length == 4 ? BigEndian.u32(octets, 0) : BigEndian.i64(octets, 8);
        }

        boolean source(FlowKey key) {
            return matches(key, key.sourceHigh(), key.sourceLow(), key.sourcePort());
        }

        boolean destination(FlowKey key) {
            int port = key.destinationPort();
            return matches(key, key.destinationHigh(), key.destinationLow(), port);
        }

        private boolean matches(FlowKey key, long high, long low, int port) {
            long family = key.ipv6() ? 1 : 0;
            for (int at = 0; at < rows.length; at += ROW) {
                if (rows[at] == family
                        && notBelow(high, low, rows[at + 4], rows[at + 5])
                        && notBelow(rows[at + 6], rows[at + 7], high, low)
                        && (rows[at + 1] == 0 || rows[at + 1] == key.protocol())
                        && ports(key, port, rows[at + 2], rows[at + 3])) {
                    return true;
                }
            }
            return false;
        }

        /** ICMP type and code sit where ports do, but ranges of them are not negotiated here. */
        private static boolean ports(FlowKey key, int port, long from, long to) {
            boolean hasPorts = key.protocol() == FlowKey.TCP || key.protocol() == FlowKey.UDP;
            if (from == 0 && to == 65_535) {
                return true;
            }
            return hasPorts && !key.laterFragment() && port >= from && port <= to;
        }

        private static boolean notBelow(long high, long low, long thanHigh, long thanLow) {
            int c = Long.compareUnsigned(high, thanHigh);
            return c > 0 || (c == 0 && Long.compareUnsigned(low, thanLow) >= 0);
        }
    }
}
