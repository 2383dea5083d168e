package io.flexaaa.gateway.session;

import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.Endpoints;
import io.flexaaa.gateway.dataplane.SessionInterface;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ipsec.esp.EspSuite;
import io.flexaaa.ipsec.selector.Selector;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** From the engine's child SA to the data plane's. */
final class Children {
    private Children() {}

    static ChildSpec spec(
            ChildSa child, SessionInterface link, @Nullable GreMode gre, int natKeepaliveSeconds) {
        EspSuite suite =
                EspSuite.ofTransforms(
                        child.suite().encryption().transformId(),
                        child.suite().encryption().keyLengthBits(),
                        child.suite().integrity() == null
                                ? 0
                                : child.suite().integrity().transformId());
        return new ChildSpec(
                link,
                suite,
                new ChildSpec.Keys(
                        child.inboundSpi(),
                        child.inboundEncryptionKey(),
                        child.inboundIntegrityKey()),
                new ChildSpec.Keys(
                        child.outboundSpi(),
                        child.outboundEncryptionKey(),
                        child.outboundIntegrityKey()),
                child.suite().extendedSequenceNumbers(),
                child.replayWindow(),
                selectors(child.local()),
                selectors(child.remote()),
                endpoints(child.localEndpoint(), child.remoteEndpoint()),
                encapsulation(child.udpEncapsulated()),
                gre == null ? null : gre.tunnel(child.mode()),
                natKeepaliveSeconds,
                child.hardKilobytes() * 1_024);
    }

    static ChildSpec.Encapsulation encapsulation(boolean udp) {
        return udp ? ChildSpec.Encapsulation.UDP : ChildSpec.Encapsulation.RAW_ESP;
    }

    static Endpoints endpoints(Endpoint local, Endpoint remote) {
        return new Endpoints(socketAddress(local), socketAddress(remote));
    }

    static InetSocketAddress socketAddress(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.address(), endpoint.port());
    }

    private static List<Selector> selectors(List<io.flexaaa.ikev2.Selector> selectors) {
        return selectors.stream()
                .map(s ->
                        new Selector(s.protocol(), s.startPort(), s.endPort(), s.first(), s.last()))
                .toList();
    }

    /** Selectors that are one prefix of all protocols, without "everything": what can be routed. */
    static List<IpPrefix> prefixes(List<Selector> selectors) {
        List<IpPrefix> prefixes = new ArrayList<>();
        for (Selector selector : selectors) {
            IpPrefix prefix = prefix(selector.start(), selector.end());
            if (prefix != null && prefix.length() > 0) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    private static @Nullable IpPrefix prefix(InetAddress first, InetAddress last) {
        BigInteger low = new BigInteger(1, first.getAddress());
        BigInteger high = new BigInteger(1, last.getAddress());
        BigInteger size = high.subtract(low).add(BigInteger.ONE);
        boolean aligned = size.bitCount() == 1 && low.mod(size).signum() == 0;
        return aligned
                ? new IpPrefix(first, first.getAddress().length * 8 - (size.bitLength() - 1))
                : null;
    }
}
