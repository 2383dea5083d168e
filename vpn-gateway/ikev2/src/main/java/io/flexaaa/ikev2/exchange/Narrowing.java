package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.message.TrafficSelector;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Traffic selectors: what the peer asks for cut down to what it may have (RFC 7296 §2.9). */
public final class Narrowing {
    /** More than any peer sends; a bound on the pairs that are compared and on the answer. */
    private static final int MAX_SELECTORS = 32;

    /** What both sides agreed on; never empty on either side. */
    public record Agreed(List<Selector> local, List<Selector> remote) {
        public Agreed {
            local = List.copyOf(local);
            remote = List.copyOf(remote);
        }
    }

    private Narrowing() {}

    /** The selectors of the families we know; others are narrowed away (RFC 7296 §2.9). */
    public static List<Selector> decode(TrafficSelectors payload) {
        List<Selector> out = new ArrayList<>();
        for (TrafficSelector ts : payload.selectors()) {
            boolean known = ts.isIpv4() || ts.isIpv6();
            // RFC 7296 §3.13.1: start above end is OPAQUE for ports and nonsense for addresses.
            if (known && ts.startPort() <= ts.endPort() && out.size() < MAX_SELECTORS) {
                InetAddress first = address(ts.startAddr());
                InetAddress last = address(ts.endAddr());
                if (compare(first, last) <= 0) {
                    out.add(
                            new Selector(
                                    first, last, ts.ipProtocol(), ts.startPort(), ts.endPort()));
                }
            }
        }
        return out;
    }

    public static TrafficSelectors encode(boolean initiator, List<Selector> selectors) {
        List<TrafficSelector> out = new ArrayList<>(selectors.size());
        for (Selector s : selectors) {
            out.add(
                    new TrafficSelector(
                            s.isV4()
                                    ? TrafficSelector.IPV4_ADDR_RANGE
                                    : TrafficSelector.IPV6_ADDR_RANGE,
                            s.protocol(),
                            s.startPort(),
                            s.endPort(),
                            Octets.wrap(s.first().getAddress()),
                            Octets.wrap(s.last().getAddress())));
        }
        return new TrafficSelectors(initiator, out);
    }

    /**
     * What the peer may use as its own side. A peer that got an address is held to it, unless it
     * said FLEXVPN-SUPPORTED: a Cisco hub then leaves 0.0.0.0/0 and lets routing decide.
     */
    public static List<Selector> allowedRemote(
            List<Selector> configured, List<InetAddress> assigned, boolean flexVpnPeer) {
        if (!configured.isEmpty()) {
            return configured;
        }
        if (assigned.isEmpty() || flexVpnPeer) {
            return List.of(Selector.any4(), Selector.any6());
        }
        return assigned.stream().map(Selector::host).toList();
    }

    public static List<Selector> allowedLocal(List<Selector> configured) {
        return configured.isEmpty() ? List.of(Selector.any4(), Selector.any6()) : configured;
    }

    /** Null when nothing is left on one side: TS_UNACCEPTABLE. */
    public static @Nullable Agreed agree(
            List<Selector> offeredLocal,
            List<Selector> offeredRemote,
            List<Selector> allowedLocal,
            List<Selector> allowedRemote) {
        List<Selector> local = intersect(offeredLocal, allowedLocal);
        List<Selector> remote = intersect(offeredRemote, allowedRemote);
        // A family that only one side kept can carry no packet.
        boolean v4 = hasFamily(local, true) && hasFamily(remote, true);
        boolean v6 = hasFamily(local, false) && hasFamily(remote, false);
        local.removeIf(s -> s.isV4() ? !v4 : !v6);
        remote.removeIf(s -> s.isV4() ? !v4 : !v6);
        return local.isEmpty() || remote.isEmpty() ? null : new Agreed(local, remote);
    }

    private static boolean hasFamily(List<Selector> selectors, boolean v4) {
        return selectors.stream().anyMatch(s -> s.isV4() == v4);
    }

    private static List<Selector> intersect(List<Selector> offered, List<Selector> allowed) {
        Set<Selector> out = new LinkedHashSet<>();
        for (Selector o : offered) {
            for (Selector a : allowed) {
                Selector both = intersect(o, a);
                if (both != null && out.size() < MAX_SELECTORS) {
                    out.add(both);
                }
            }
        }
        return new ArrayList<>(out);
    }

    static @Nullable Selector intersect(Selector a, Selector b) {
        if (a.isV4() != b.isV4()
                || (a.protocol() != 0 && b.protocol() != 0 && a.protocol() != b.protocol())) {
            return null;
        }
        InetAddress first = compare(a.first(), b.first()) >= 0 ? a.first() : b.first();
        InetAddress last = compare(a.last(), b.last()) <= 0 ? a.last() : b.last();
        int startPort = Math.max(a.startPort(), b.startPort());
        int endPort = Math.min(a.endPort(), b.endPort());
        if (compare(first, last) > 0 || startPort > endPort) {
            return null;
        }
        int protocol = a.protocol() != 0 ? a.protocol() : b.protocol();
        return new Selector(first, last, protocol, startPort, endPort);
    }

    private static int compare(InetAddress a, InetAddress b) {
        return Arrays.compareUnsigned(a.getAddress(), b.getAddress());
    }

    private static InetAddress address(Octets octets) {
        try {
            return InetAddress.getByAddress(octets.toArray());
        } catch (UnknownHostException cannotHappen) {
            // The codec holds IPv4 selectors to 4 octets and IPv6 ones to 16.
            throw new IllegalStateException(cannotHappen);
        }
    }
}
