package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.Configs;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

class LocalKeysTest {
    private static final String KEYRING =
            """
            crypto ikev2 keyring K
             peer BY-NAME
              identity fqdn br1.example.com
              pre-shared-key by-name
             peer BY-DOMAIN
              identity fqdn domain example.com
              pre-shared-key by-domain
             peer WIDE
              address 198.51.0.0 255.255.0.0
              pre-shared-key wide
             peer NARROW
              address 198.51.100.7
              pre-shared-key local narrow-local
              pre-shared-key remote narrow-remote
            """;

    @ParameterizedTest(name = "{0} at {1} gets {2}")
    @CsvSource(
            textBlock =
                    """
                    br1.example.com, 203.0.113.1,   by-name
                    br9.example.com, 203.0.113.1,   by-domain
                    br9.other.net,   198.51.100.9,  wide
                    br9.other.net,   198.51.100.7,  narrow-local
                    br9.other.net,   203.0.113.1,
                    """)
    void theBestPeerBlockWins(String name, String address, String key) {
        PeerKeys keys = keys(name, address);
        if (key == null) {
            assertThat(keys.complete()).isFalse();
        } else {
            assertThat(keys.local()).isEqualTo(Secret.ofUtf8(key));
        }
    }

    @Test
    void asymmetricKeysAreKeptApart() {
        PeerKeys keys = keys("x.other.net", "198.51.100.7");
        assertThat(keys.remote()).containsExactly(Secret.ofUtf8("narrow-remote"));
    }

    private static PeerKeys keys(String name, String address) {
        var keyring = Configs.named(Configs.of(KEYRING).ikev2().keyrings(), "K");
        return LocalKeys.ofKeyring(
                keyring, PeerIdentity.fqdn(name), InetAddress.ofLiteral(address));
    }
}
