package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.Endpoints;
import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.ipsec.count.Tally;
import io.flexaaa.ipsec.esp.EspCrypto;
import io.flexaaa.ipsec.esp.EspOpener;
import io.flexaaa.ipsec.esp.EspSealer;
import io.flexaaa.ipsec.filter.FlowKey;
import io.flexaaa.ipsec.gre.GreDecapsulator;
import io.flexaaa.ipsec.gre.GreEncapsulator;
import io.flexaaa.ipsec.gre.GreTunnel;
import io.flexaaa.ipsec.selector.SelectorMatcher;
import io.flexaaa.linux.Path;
import io.flexaaa.linux.UdpSocket;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * One Child SA pair. The opener belongs to the inbound thread, the sealer to the outbound thread;
 * the control side only replaces the volatile fields.
 */
final class Child {
    // Three quarters of the sequence space: time enough for a rekey at any rate.
    private static final long SEQUENCE_WARNING = 0xC0000000L;

    /** Where packets go and come from; replaced as one. */
    record Wire(UdpSocket socket, Path path, boolean udp) {}

    final ChildSpec spec;
    final Session session;
    final EspOpener opener;
    final EspSealer sealer;
    final SelectorMatcher selectors;
    final @Nullable GreEncapsulator greOut;
    final @Nullable GreDecapsulator greIn;
    final Tally in = new Tally();
    final Tally out = new Tally();
    private final long volumeWarning;
    private final long sequenceWarning;
    volatile Wire wire;
    volatile long lastSentNanos;
    // Inbound thread: last foreign source reported, so that a flood is reported once.
    @Nullable InetSocketAddress reported;
    private volatile boolean warned;

    Child(ChildSpec spec, Session session, EspCrypto crypto, UdpSocket socket) {
        this.spec = spec;
        this.session = session;
        GreTunnel gre = spec.gre();
        this.greOut = gre == null ? null : new GreEncapsulator(gre);
        this.greIn = gre == null ? null : new GreDecapsulator(gre);
        this.selectors = new SelectorMatcher(spec.local(), spec.remote());
        this.wire = wire(socket, spec.endpoints(), spec.encapsulation());
        boolean extended = spec.extendedSequenceNumbers();
        this.volumeWarning =
                spec.volumeLimitOctets() == 0 ? Long.MAX_VALUE : spec.volumeLimitOctets() / 10 * 9;
        this.sequenceWarning = extended ? Long.MAX_VALUE : SEQUENCE_WARNING;
        byte[] inKey = spec.inbound().encryption().reveal();
        byte[] inMac = spec.inbound().integrity().reveal();
        byte[] outKey = spec.outbound().encryption().reveal();
        byte[] outMac = spec.outbound().integrity().reveal();
        try {
            opener =
                    new EspOpener(
                            crypto,
                            spec.suite(),
                            spec.inbound().spi(),
                            inKey,
                            inMac,
                            extended,
                            spec.replayWindow(),
                            gre != null && gre.transport() ? GreTunnel.PROTOCOL : 0);
            sealer =
                    new EspSealer(
                            crypto, spec.suite(), spec.outbound().spi(), outKey, outMac, extended);
        } finally {
            for (byte[] key : new byte[][] {inKey, inMac, outKey, outMac}) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    static Wire wire(UdpSocket socket, Endpoints endpoints, ChildSpec.Encapsulation encapsulation) {
        return switch (encapsulation) {
            case UDP -> new Wire(socket, Path.udp(endpoints.local(), endpoints.remote()), true);
            case RAW_ESP ->
                    new Wire(socket, Path.raw(endpoints.local(), endpoints.remote()), false);
        };
    }

    /** Whether a packet may leave through this SA. */
    boolean takes(FlowKey key) {
        return greOut != null || selectors.outbound(key);
    }

    /** Whether the peer may have sent a packet through this SA. */
    boolean gives(FlowKey key) {
        return greIn != null || selectors.inbound(key);
    }

    /** True once, when either direction comes near a limit. */
    boolean expiring() {
        if (warned
                || (in.octets() < volumeWarning
                        && out.octets() < volumeWarning
                        && opener.topSequence() < sequenceWarning
                        && sealer.sequence() < sequenceWarning)) {
            return false;
        }
        warned = true;
        return true;
    }

    SessionCounters counters() {
        return new SessionCounters(
                in.packets(), in.octets(), out.packets(), out.octets(), in.drops(), out.drops());
    }
}
