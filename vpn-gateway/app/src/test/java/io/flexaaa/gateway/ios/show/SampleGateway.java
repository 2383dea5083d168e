package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.ConfigParser;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Golden;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.gateway.route.SessionRoute;
import io.flexaaa.gateway.session.ReconnectCounts;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeStatistics;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ipsec.count.DropReason;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A gateway with three sessions that never change: behind a NAT, over IPv6, and half open. */
public final class SampleGateway implements GatewayView {
    private static final long NOW_MS = 10_000_000;

    /** What {@link #clear} was asked to end. */
    public final List<SessionSnapshot> cleared = new ArrayList<>();

    private final GatewayConfig config =
            ConfigParser.parse(Golden.read(SampleGateway.class, "sample.ios"), "sample.ios")
                    .config();

    @Override
    public GatewayConfig config() {
        return config;
    }

    @Override
    public List<SessionSnapshot> sessions() {
        return List.of(behindNat(), overIpv6(), halfOpen());
    }

    private static SessionSnapshot behindNat() {
        SessionCounters counters =
                new SessionCounters(
                        120, 98_304, 80, 2_048_000, Map.of(DropReason.ACL, 3L), Map.of());
        SaSnapshot sa =
                sa(
                        1,
                        SaSnapshot.Status.READY,
                        endpoint("192.0.2.1", 4500),
                        endpoint("198.51.100.7", 33011),
                        new IkeSuite(
                                EncryptionAlgorithm.AES_GCM_16_256,
                                PrfAlgorithm.HMAC_SHA2_384,
                                null,
                                KeyExchangeGroup.ECP_384),
                        new SaSnapshot.Nat(false, true),
                        List.of(
                                new SaSnapshot.Child(
                                        0xc0ffee01,
                                        0x1234abcd,
                                        new EspSuite(
                                                EncryptionAlgorithm.AES_GCM_16_256,
                                                null,
                                                null,
                                                true),
                                        ChildSa.Mode.TUNNEL,
                                        List.of(Selector.any4()),
                                        List.of(Selector.host(address("10.10.0.1"))),
                                        true,
                                        64,
                                        NOW_MS - 600_000,
                                        3600,
                                        4_608_000,
                                        SaSnapshot.Status.READY)));
        return new SessionSnapshot(
                sa,
                NOW_MS,
                true,
                NOW_MS - 3_725_000,
                "br1",
                "audit-1",
                "acct-1",
                new Lease(address("10.10.0.1"), 32, "POOL4", "br1.example.com", 1),
                null,
                1,
                List.of(
                        "description Branch 1",
                        "ip unnumbered Loopback0",
                        "ip access-group WEB in",
                        "ip mtu 1400",
                        "tunnel mode ipsec ipv4",
                        "tunnel protection ipsec profile default"),
                null,
                List.of(new SessionRoute(new IpPrefix(address("10.10.0.1"), 32), null, 7, 0)),
                counters,
                Map.of(0xc0ffee01, counters));
    }

    private static SessionSnapshot overIpv6() {
        SaSnapshot sa =
                sa(
                        2,
                        SaSnapshot.Status.READY,
                        endpoint("2001:db8::1", 500),
                        endpoint("2001:db8:7::9", 500),
                        new IkeSuite(
                                EncryptionAlgorithm.AES_CBC_128,
                                PrfAlgorithm.HMAC_SHA1,
                                IntegrityAlgorithm.HMAC_SHA1_96,
                                KeyExchangeGroup.MODP_2048),
                        new SaSnapshot.Nat(false, false),
                        List.of(
                                new SaSnapshot.Child(
                                        0x0000beef,
                                        0x0000cafe,
                                        new EspSuite(
                                                EncryptionAlgorithm.AES_CBC_256,
                                                IntegrityAlgorithm.HMAC_SHA2_256_128,
                                                KeyExchangeGroup.ECP_256,
                                                false),
                                        ChildSa.Mode.TUNNEL,
                                        List.of(Selector.any6()),
                                        List.of(Selector.prefix(address("2001:db8:10::"), 64)),
                                        false,
                                        64,
                                        NOW_MS - 1_000,
                                        3600,
                                        0,
                                        SaSnapshot.Status.READY)));
        return new SessionSnapshot(
                sa,
                NOW_MS,
                true,
                NOW_MS - 5_000,
                "br2",
                "audit-2",
                "acct-2",
                null,
                new Lease(address("2001:db8:10::1"), 64, null, "br2", 2),
                2,
                List.of("ip unnumbered Loopback0"),
                null,
                List.of(),
                SessionCounters.ZERO,
                Map.of());
    }

    private static SessionSnapshot halfOpen() {
        SaSnapshot sa =
                sa(
                        3,
                        SaSnapshot.Status.IN_NEGOTIATION,
                        endpoint("192.0.2.1", 500),
                        endpoint("203.0.113.5", 500),
                        new IkeSuite(
                                EncryptionAlgorithm.CHACHA20_POLY1305,
                                PrfAlgorithm.HMAC_SHA2_256,
                                null,
                                KeyExchangeGroup.CURVE25519),
                        new SaSnapshot.Nat(false, false),
                        List.of());
        return new SessionSnapshot(
                sa,
                NOW_MS,
                false,
                0,
                null,
                null,
                null,
                null,
                null,
                0,
                List.of(),
                null,
                List.of(),
                SessionCounters.ZERO,
                Map.of());
    }

    private static SaSnapshot sa(
            long id,
            SaSnapshot.Status status,
            Endpoint local,
            Endpoint remote,
            IkeSuite suite,
            SaSnapshot.Nat nat,
            List<SaSnapshot.Child> children) {
        boolean ready = status == SaSnapshot.Status.READY;
        return new SaSnapshot(
                id,
                status,
                false,
                ready ? "default" : null,
                local,
                remote,
                0x26E77925771B44B1L + id,
                0xA785C18DB784C439L + id,
                suite,
                AuthMethod.PSK,
                AuthMethod.PSK,
                ready ? PeerIdentity.fqdn("hub1.example.com") : null,
                ready ? PeerIdentity.fqdn("br" + id + ".example.com") : null,
                NOW_MS - 3_730_000,
                ready ? NOW_MS - 3_725_000 : -1,
                86400,
                NOW_MS,
                new SaSnapshot.MessageIds(0, 0, 0, 5, 4, 5, 5, 5),
                ready ? new IkeConfig.Dpd(30, 5, true) : IkeConfig.Dpd.OFF,
                nat,
                id == 1,
                id == 1,
                id == 1,
                id == 1,
                null,
                List.of(),
                0,
                children);
    }

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(address(address), port);
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Override
    public IkeStatistics statistics() {
        return new IkeStatistics(
                2,
                1,
                2,
                17,
                4,
                9,
                8,
                1,
                12,
                1,
                3,
                6,
                2,
                Map.of("malformed", 2L),
                Map.of("psk-mismatch", 3L, "aaa-rejected", 1L));
    }

    @Override
    public List<AddressPools.Usage> pools() {
        return List.of(
                new AddressPools.Usage("POOL4", false, "10.10.0.1", "10.10.0.254", 253, 1),
                new AddressPools.Usage("POOL6", true, "2001:db8:10::1", "2001:db8:10:f::1", 16, 0));
    }

    @Override
    public List<AaaServerStatus> aaaServers() {
        return List.of(
                new AaaServerStatus(
                        "aaa1",
                        "10.0.0.5",
                        1812,
                        1813,
                        true,
                        epochMs() - 61_000,
                        1,
                        new Requests(14, 2, 1, 11, 2),
                        new Requests(9, 0, 0, 9, 0)));
    }

    @Override
    public long epochMs() {
        return 1_795_468_424_123L;
    }

    @Override
    public long startedEpochMs() {
        return epochMs() - 90_061_000;
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public int clear(Predicate<SessionSnapshot> which) {
        List<SessionSnapshot> meant = sessions().stream().filter(which).toList();
        cleared.addAll(meant);
        return meant.size();
    }

    private final Debug debug = new Debug();

    @Override
    public Debug debug() {
        return debug;
    }

    @Override
    public ReconnectCounts reconnects() {
        return new ReconnectCounts(7, 5, 2, 3, 1);
    }

    @Override
    public String configure(Configure what, String file) {
        return what + " " + file + "\n";
    }

    @Override
    public TestAaaResult testAaa(String group, String user, String password) {
        if (!group.equals("AAA")) {
            return new TestAaaResult.NoAnswer("no server group " + group);
        }
        return password.equals("cisco")
                ? new TestAaaResult.Accepted("aaa1", List.of("Framed-Pool  \"POOL4\""))
                : new TestAaaResult.Rejected("aaa1", "wrong password");
    }
}
