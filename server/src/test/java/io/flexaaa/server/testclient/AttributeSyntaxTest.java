package io.flexaaa.server.testclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.server.testclient.TestRequest.NamedValue;

import org.junit.jupiter.api.Test;

class AttributeSyntaxTest {
    @Test
    void readsWhatRadclientReads() {
        assertThat(
                        AttributeSyntax.parse(
                                """
                                # who
                                User-Name = "br17.example.com", NAS-Port=5
                                Cisco-AVPair += "ip:interface-config=ip address 10.0.0.1 255.0.0.0, x"
                                Tunnel-Type:1 := ESP
                                Reply-Message = "say \\"hi\\""
                                """))
                .containsExactly(
                        new NamedValue("User-Name", "br17.example.com"),
                        new NamedValue("NAS-Port", "5"),
                        new NamedValue(
                                "Cisco-AVPair",
                                "ip:interface-config=ip address 10.0.0.1 255.0.0.0, x"),
                        new NamedValue("Tunnel-Type:1", "ESP"),
                        new NamedValue("Reply-Message", "say \"hi\""));
    }

    @Test
    void saysWhereALineIsWrong() {
        assertThatThrownBy(() -> AttributeSyntax.parse("User-Name = x\nnonsense"))
                .hasMessageContaining("line 2, column 1")
                .hasMessageContaining("nonsense");
    }
}
