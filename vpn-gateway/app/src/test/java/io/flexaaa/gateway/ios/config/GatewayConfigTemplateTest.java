package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;

class GatewayConfigTemplateTest {
    private final Map<String, String> values =
            new HashMap<>(
                    Map.of(
                            "radius.address", "127.0.0.1",
                            "radius.secret", "6 secret $1 \\ {x}",
                            "identity.domain", "spokes.example.com"));

    @Test
    void everyLineOfItCounts() {
        Parsed parsed = ConfigParser.parse(GatewayConfigTemplate.write(values), "first-run");
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.unresolved()).isEmpty();
        assertThat(parsed.ignored()).isEmpty();
        RadiusConfig.Server server = parsed.config().radius().serversOf("FLEXAAA").getFirst();
        assertThat(server.key()).isEqualTo(ConfigKey.clear("6 secret $1 \\ {x}"));
        Ikev2Profile profile = parsed.config().ikev2().profiles().get("default");
        assertThat(profile).isNotNull();
        assertThat(profile.keyringAaa())
                .isEqualTo(new Ikev2Profile.KeyringAaa("FLEX", "PEER", null));
        assertThat(profile.identityLocal())
                .isEqualTo(new Ikev2Profile.LocalIdentity.Fqdn("hub.spokes.example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "2001:db8::5", "aaa.example.com"})
    void theServerMayBeAnywhere(String address) {
        values.put("radius.address", address);
        Parsed parsed = ConfigParser.parse(GatewayConfigTemplate.write(values), "first-run");
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.config().radius().serversOf("FLEXAAA").getFirst().host())
                .isEqualTo(address);
    }

    @Test
    void anotherAuthorizationPasswordIsSaid() {
        values.put("radius.authorization-password", "not the usual");
        assertThat(GatewayConfigTemplate.write(values))
                .contains("keyring aaa FLEX name-mangler PEER password 0 not the usual\n");
    }

    @Test
    void aMissingOrImpossibleValueIsNamed() {
        values.put("hub.address", "10.0.0");
        assertThatThrownBy(() -> GatewayConfigTemplate.write(values))
                .hasMessageContaining("\"10.0.0\"");
        values.remove("radius.secret");
        assertThatThrownBy(() -> GatewayConfigTemplate.write(values))
                .hasMessage("the value radius.secret is missing");
        values.put("radius.secret", "x\nhostname evil");
        assertThatThrownBy(() -> GatewayConfigTemplate.write(values))
                .hasMessageContaining("more than one line");
    }
}
