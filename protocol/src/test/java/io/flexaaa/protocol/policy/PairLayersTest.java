package io.flexaaa.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class PairLayersTest {
    @Test
    void aSingleValueOfTheChildStandsAlone() {
        assertThat(
                        PairLayers.over(
                                List.of("ipsec:default-domain=a.example", "ipsec:banner=hello"),
                                List.of("IPSEC:Default-Domain=b.example")))
                .containsExactly("ipsec:banner=hello", "IPSEC:Default-Domain=b.example");
    }

    @Test
    void listsAddUpTheParentFirst() {
        assertThat(
                        PairLayers.over(
                                List.of("ip:interface-config=ip mtu 1400", "x:own=1"),
                                List.of("ip:interface-config=ip mtu 1300", "x:own=2")))
                .containsExactly(
                        "ip:interface-config=ip mtu 1400",
                        "x:own=1",
                        "ip:interface-config=ip mtu 1300",
                        "x:own=2");
    }

    @Test
    void aFilterIsOnesOrTheOthers() {
        assertThat(
                        PairLayers.over(
                                List.of(
                                        "ip:inacl#10=permit ip any any",
                                        "ip:outacl#10=deny ip any any"),
                                List.of("ip:inacl#5=deny udp any any")))
                .containsExactly("ip:outacl#10=deny ip any any", "ip:inacl#5=deny udp any any");
    }
}
