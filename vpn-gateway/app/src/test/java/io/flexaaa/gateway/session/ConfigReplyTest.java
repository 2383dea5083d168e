package io.flexaaa.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.policy.AuthorizationData;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Merge;
import io.flexaaa.protocol.policy.Source;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a policy becomes on the wire, and who gets it. */
class ConfigReplyTest {
    private static final EffectivePolicy POLICY =
            policy(
                    "ipsec:banner=Authorised use only",
                    "ipsec:default-domain=example.com",
                    "ipsec:split-dns=corp.example.com",
                    "ipsec:split-dns=b\u00fccher.example",
                    "ipsec:dns-servers=10.0.0.53",
                    "ipsec:backup-gateway=hub2.example.com",
                    "ipsec:pfs=1",
                    "ipsec:include-local-lan=1",
                    "ipsec:split-exclude=ipv4 192.168.0.0/255.255.0.0",
                    "ipsec:smartcard-removal-disconnect=1",
                    "ipsec:configuration-url=https://conf.example.com/s",
                    "ipsec:configuration-version=258");

    @Test
    void aFlexVpnPeerGetsWhatItKnowsUnasked() {
        assertThat(reply(true))
                .containsExactly(
                        "3 0a000035",
                        "13 0a000000ff000000",
                        "28672 " + hex("Authorised use only"),
                        "28674 " + hex("example.com"),
                        "28675 " + hex("corp.example.com"),
                        "28675 " + hex("b\u00fccher.example"),
                        "28681 " + hex("hub2.example.com"),
                        "28679 01",
                        "28684 01",
                        "28678 c0a80000ffff000000000000000000000000ffffffff000000000000");
    }

    @Test
    void aStandardPeerGetsOnlyWhatStandardsName() {
        assertThat(reply(false)).containsExactly("3 0a000035", "13 0a000000ff000000");
    }

    /** RFC 8598 §4.1: presentation format, A-labels, and only for who asks. */
    @Test
    void domainsOfRfc8598GoToWhoAsks() {
        assertThat(reply(false, ConfigurationAttribute.INTERNAL_DNS_DOMAIN))
                .contains("25 " + hex("corp.example.com"), "25 " + hex("xn--bcher-kva.example"));
        EffectivePolicy noServer = policy("ipsec:split-dns=corp.example.com");
        assertThat(of(noServer, false, ConfigurationAttribute.INTERNAL_DNS_DOMAIN))
                .noneMatch(line -> line.startsWith("25 "));
    }

    @Test
    void aNumberNobodyIsSureOfIsSentToWhoAsksForThatNumber() {
        assertThat(reply(true, VendorAttribute.CONFIGURATION_URL.type()))
                .contains("28730 " + hex("https://conf.example.com/s"))
                .noneMatch(line -> line.startsWith("28731"));
        assertThat(reply(false, VendorAttribute.CONFIGURATION_VERSION.type()))
                .contains("28731 0102");
        assertThat(reply(false, VendorAttribute.SPLIT_INCLUDE.type()))
                .contains("28676 0a000000ff000000000000000000");
    }

    @Test
    void subnetsOfAPeerAreReadAndBrokenOnesAreNot() {
        assertThat(
                        PeerRoutes.offered(
                                List.of(
                                        attribute(13, "0a140000ffff0000"),
                                        attribute(13, "0a140000ffff0000"),
                                        attribute(13, ""),
                                        attribute(13, "0a140000ff00ff00"),
                                        attribute(13, "0a1400"),
                                        attribute(15, "20010db800000000000000000000000020"),
                                        attribute(15, "20010db8000000000000000000000000ff"))))
                .containsExactly(prefix("10.20.0.0", 16), prefix("2001:db8::", 32));
    }

    private static List<String> reply(boolean vendorPeer, int... asked) {
        return of(POLICY, vendorPeer, asked);
    }

    private static List<String> of(EffectivePolicy policy, boolean vendorPeer, int... asked) {
        return ConfigReply.of(
                        policy,
                        null,
                        null,
                        List.of(prefix("10.0.0.0", 8)),
                        Arrays.stream(asked).mapToObj(ConfigurationAttribute::request).toList(),
                        vendorPeer,
                        Map.of())
                .stream()
                .map(a -> a.type() + " " + a.value().hex())
                .toList();
    }

    static EffectivePolicy policy(String... pairs) {
        Attributes.Builder out = Attributes.builder();
        for (String pair : pairs) {
            out.avPair(pair);
        }
        EffectivePolicy policy =
                Merge.merge(
                        new AuthorizationData(Source.GROUP, out.build()),
                        AuthorizationData.none(Source.IMPLICIT),
                        AuthorizationData.none(Source.USER),
                        false);
        assertThat(policy.problems()).isEmpty();
        return policy;
    }

    private static ConfigurationAttribute attribute(int type, String hex) {
        return new ConfigurationAttribute(type, Octets.ofHex(hex));
    }

    private static IpPrefix prefix(String address, int length) {
        return new IpPrefix(InetAddress.ofLiteral(address), length);
    }

    private static String hex(String text) {
        return Octets.ofUtf8(text).hex();
    }
}
