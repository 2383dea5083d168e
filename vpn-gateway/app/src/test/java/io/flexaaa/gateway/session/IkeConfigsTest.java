package io.flexaaa.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class IkeConfigsTest {
    private final List<String> warnings = new ArrayList<>();

    @Test
    void theSmartDefaultsMakeAUsableProfile() {
        IkeConfig config =
                convert(
                        """
                        crypto ikev2 profile default
                         match identity remote any
                         authentication local pre-share key k
                         authentication remote pre-share key k
                         virtual-template 1
                        interface Virtual-Template1 type tunnel
                         ip unnumbered Loopback1
                         tunnel protection ipsec profile default
                        """);
        IkeConfig.IkeProposal proposal = config.policies().getFirst().proposals().getFirst();
        assertThat(proposal.encryption()).containsExactly(EncryptionAlgorithm.AES_CBC_256);
        assertThat(proposal.prf())
                .containsExactly(PrfAlgorithm.HMAC_SHA2_512, PrfAlgorithm.HMAC_SHA2_384);
        assertThat(proposal.groups())
                .contains(KeyExchangeGroup.ECP_256, KeyExchangeGroup.MODP_2048);
        IkeConfig.EspPolicy esp = config.profiles().getFirst().esp();
        assertThat(esp.transforms().getFirst().encryption())
                .isEqualTo(EncryptionAlgorithm.AES_CBC_128);
        assertThat(esp.transforms().getFirst().integrity())
                .isEqualTo(IntegrityAlgorithm.HMAC_SHA1_96);
        assertThat(esp.lifetimeSeconds()).isEqualTo(3600);
        // The default transform set says mode transport; a session without GRE does not get it.
        assertThat(esp.transportAllowed()).isTrue();
        assertThat(esp.allowingTransport(false).transportAllowed()).isFalse();
    }

    @Test
    void theTunnelProtectionOfTheTemplatePicksTheEspPolicy() {
        IkeConfig config =
                convert(
                        """
                        crypto ipsec transform-set GCM esp-gcm 256
                         mode tunnel
                        crypto ipsec profile FAST
                         set transform-set GCM
                         set pfs group19
                         set security-association lifetime seconds 900
                        crypto ikev2 profile P
                         match identity remote fqdn domain example.com
                         identity local fqdn hub.example.com
                         authentication local pre-share key k
                         authentication remote pre-share key k
                         dpd 30 5 on-demand
                         virtual-template 2
                        interface Virtual-Template2 type tunnel
                         ip unnumbered Loopback1
                         tunnel protection ipsec profile FAST
                        """);
        IkeConfig.IkeProfile profile =
                config.profiles().stream()
                        .filter(p -> p.name().equals("P"))
                        .findFirst()
                        .orElseThrow();
        assertThat(profile.esp().name()).isEqualTo("FAST");
        assertThat(profile.esp().pfsGroup()).isEqualTo(KeyExchangeGroup.ECP_256);
        assertThat(profile.esp().lifetimeSeconds()).isEqualTo(900);
        assertThat(profile.dpd()).isEqualTo(new IkeConfig.Dpd(30, 5, true));
        assertThat(profile.matchIdentityRemote())
                .containsExactly(new IkeConfig.IdentityMatch.FqdnDomain("example.com"));
    }

    @Test
    void whatWeDoNotRunIsLeftOutAndSaid() {
        IkeConfig config =
                convert(
                        """
                        crypto ikev2 proposal OLD
                         encryption 3des aes-cbc-256
                         integrity md5 sha256
                         group 2 19
                        crypto ikev2 policy P
                         proposal OLD
                        crypto ikev2 profile CERT
                         match identity remote any
                         authentication local rsa-sig
                         authentication remote rsa-sig
                        """);
        assertThat(config.policies().getFirst().proposals().getFirst().groups())
                .containsExactly(KeyExchangeGroup.ECP_256);
        assertThat(config.profiles()).extracting(IkeConfig.IkeProfile::name).doesNotContain("CERT");
        assertThat(warnings)
                .anyMatch(w -> w.contains("3des"))
                .anyMatch(w -> w.contains("md5"))
                .anyMatch(w -> w.contains("group 2"))
                .anyMatch(w -> w.contains("profile CERT") && w.contains("no certificate"));
    }

    @Test
    void aPolicyOfTheFileComesBeforeTheDefault() {
        IkeConfig config =
                convert(
                        """
                        crypto ikev2 proposal MINE
                         encryption aes-gcm-256
                         prf sha384
                         group 20
                        crypto ikev2 policy MINE
                         proposal MINE
                        """);
        assertThat(config.policies().getFirst().name()).isEqualTo("MINE");
        assertThat(config.policies().getLast().name()).isEqualTo("default");
    }

    private IkeConfig convert(String text) {
        return IkeConfigs.of(Configs.of(text), Pki.NONE, warnings::add);
    }
}
