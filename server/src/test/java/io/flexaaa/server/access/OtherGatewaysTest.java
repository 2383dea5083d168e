package io.flexaaa.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.nas.NasType;

import org.junit.jupiter.api.Test;

class OtherGatewaysTest {
    private static final Attributes POLICY =
            Attributes.builder()
                    .avPair("ipsec:dns-servers=10.0.0.53 10.0.1.53 10.0.2.53")
                    .avPair("ipsec:wins-servers=10.0.0.139 nonsense")
                    .avPair("ipsec:ipv6-dns-servers-addr=2001:db8::53")
                    .build();

    @Test
    void aHubGetsWhatThePolicySays() {
        assertThat(OtherGateways.translated(POLICY, NasType.FLEXVPN)).isSameAs(POLICY);
        assertThat(OtherGateways.translated(POLICY, NasType.FLEXAAA)).isSameAs(POLICY);
    }

    @Test
    void anotherGatewayGetsTheAttributesOfTheRfcsBesides() {
        Attributes told = OtherGateways.translated(POLICY, NasType.OTHER);

        assertThat(told.avPairs()).isEqualTo(POLICY.avPairs());
        // RFC 2548 §2.7.1 to §2.7.4
        assertThat(told.vsa(Attr.VENDOR_MICROSOFT, 28)).containsExactly(Octets.of(10, 0, 0, 53));
        assertThat(told.vsa(Attr.VENDOR_MICROSOFT, 29)).containsExactly(Octets.of(10, 0, 1, 53));
        assertThat(told.vsa(Attr.VENDOR_MICROSOFT, 30)).containsExactly(Octets.of(10, 0, 0, 139));
        assertThat(told.vsa(Attr.VENDOR_MICROSOFT, 31)).isEmpty();
        // RFC 6911 §3.2
        assertThat(told.all(169)).hasSize(1);
        assertThat(told.all(169).getFirst().value().length()).isEqualTo(16);
    }

    @Test
    void aPolicyWithoutNameServersStaysAsItIs() {
        Attributes bare = Attributes.builder().string(Attr.FRAMED_POOL, "P").build();
        assertThat(OtherGateways.translated(bare, NasType.OTHER)).isEqualTo(bare);
    }
}
