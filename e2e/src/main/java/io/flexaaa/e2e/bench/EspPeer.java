package io.flexaaa.e2e.bench;

import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.dataplane.DataPlaneOptions;
import io.flexaaa.gateway.dataplane.Endpoints;
import io.flexaaa.gateway.dataplane.InterfaceSpec;
import io.flexaaa.gateway.dataplane.SessionInterface;
import io.flexaaa.gateway.dataplane.userspace.UserspaceDataPlane;
import io.flexaaa.ipsec.esp.EspCrypto;
import io.flexaaa.ipsec.esp.EspSuite;
import io.flexaaa.ipsec.selector.Selector;
import io.flexaaa.linux.LinkAddress;
import io.flexaaa.linux.Rtnetlink;
import io.flexaaa.protocol.wire.Secret;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One end of a tunnel with static keys: the gateway's data plane without IKE, so that a benchmark
 * measures packets only. Both ends run this with opposite roles.
 */
public final class EspPeer {
    private static final int PATH_MTU = 1500;
    private static final int OUTER_HEADERS = 28;
    private static final int SPI_OF_A = 0x0a00_0001;
    private static final int SPI_OF_B = 0x0b00_0001;

    private EspPeer() {}

    /** {@code a|b LOCAL-OUTER REMOTE-OUTER LOCAL-INNER gcm128|gcm256|chacha direct|jce}. */
    public static void main(String[] args)
            throws DataPlaneException, IOException, InterruptedException {
        boolean roleA = args[0].equals("a");
        EspSuite suite =
                switch (args[4]) {
                    case "gcm128" -> EspSuite.aesGcm16(128);
                    case "gcm256" -> EspSuite.aesGcm16(256);
                    case "chacha" -> EspSuite.chaCha20Poly1305();
                    default -> throw new IllegalArgumentException("no suite " + args[4]);
                };
        EspCrypto crypto = args[5].equals("jce") ? EspCrypto.portable() : EspCrypto.best();
        DataPlaneOptions options = new DataPlaneOptions(4500, false, "esp", 0, crypto);
        try (DataPlane plane = UserspaceDataPlane.open(options)) {
            int mtu = suite.innerMtu(PATH_MTU, OUTER_HEADERS);
            SessionInterface link =
                    plane.createInterface(new InterfaceSpec("esp0", mtu, "benchmark"));
            try (Rtnetlink netlink = Rtnetlink.open()) {
                InetAddress inner = InetAddress.ofLiteral(args[3]);
                netlink.addAddress(LinkAddress.of(link.index(), inner, 24));
            }
            plane.activateOutbound(child(link, suite, roleA, args[1], args[2]));
            System.out.println("up " + crypto.aesGcmName());
            System.out.flush();
            Thread.currentThread().join();
        }
    }

    private static ChildSpec child(
            SessionInterface link, EspSuite suite, boolean roleA, String local, String remote) {
        List<Selector> any = List.of(Selector.anyIpv4());
        return new ChildSpec(
                link,
                suite,
                keys(suite, roleA ? SPI_OF_A : SPI_OF_B),
                keys(suite, roleA ? SPI_OF_B : SPI_OF_A),
                false,
                1024,
                any,
                any,
                new Endpoints(address(local), address(remote)),
                ChildSpec.Encapsulation.UDP,
                null,
                0,
                0);
    }

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), 4500);
    }

    /** Keys of a benchmark, known to everyone. */
    private static ChildSpec.Keys keys(EspSuite suite, int spi) {
        byte[] key = new byte[suite.encryptionKeyOctets()];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i * 31 + spi);
        }
        return new ChildSpec.Keys(spi, Secret.wrap(key), Secret.wrap(new byte[0]));
    }
}
