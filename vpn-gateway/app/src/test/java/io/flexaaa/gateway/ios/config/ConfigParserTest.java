package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigParserTest {
    @Test
    void aWrongLineSaysWhereWhatAndTheCure() {
        Parsed parsed = ConfigParser.parse(Golden.read(getClass(), "errors.ios"), "errors.ios");
        Golden.check(getClass(), "errors.out", Report.of(parsed));
    }

    @Test
    void aRealRoutersConfigurationLoadsWhole() {
        Parsed parsed = ConfigParser.parse(Golden.read(getClass(), "router.ios"), "router.ios");
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.unresolved()).isEmpty();
        Golden.check(getClass(), "router.out", Report.of(parsed));
        String written = RunningConfig.write(parsed.config());
        Parsed again = ConfigParser.parse(written, "written");
        assertThat(again.problems()).isEmpty();
        assertThat(again.config()).isEqualTo(parsed.config());
        assertThat(RunningConfig.write(again.config())).isEqualTo(written);
    }

    @Test
    void smartDefaultsAreThereBeforeTheFirstLine() {
        GatewayConfig config = ConfigParser.parse("", "empty").config();
        assertThat(config.ikev2().proposals().get("default"))
                .isEqualTo(Ikev2Config.Proposal.DEFAULT);
        assertThat(config.ikev2().policies().get("default")).isEqualTo(Ikev2Config.Policy.DEFAULT);
        assertThat(config.ipsec().transformSets().get("default"))
                .isEqualTo(IpsecConfig.TransformSet.DEFAULT);
        assertThat(config.ipsec().profiles().get("default"))
                .isEqualTo(IpsecConfig.IpsecProfile.DEFAULT);
        Ikev2Profile shell = config.ikev2().profiles().get("default");
        assertThat(shell).isNotNull();
        assertThat(shell.identities()).isEmpty();
        assertThat(RunningConfig.write(config)).isEqualTo("hostname flexaaa\n!\nend\n");
    }

    @Test
    void flatAndIndentedTextMeanTheSame() {
        String indented = Golden.read(getClass(), "articles/04-virtual-access.ios");
        String flat = indented.replaceAll("(?m)^ +", "");
        assertThat(ConfigParser.parse(flat, "flat").config())
                .isEqualTo(ConfigParser.parse(indented, "indented").config());
    }

    /** "ip local pool" is no short form of the interface command ip local-proxy-arp. */
    @Test
    void aLineSpeltOutForTheOuterLevelEndsAFlatSection() {
        Parsed parsed =
                ConfigParser.parse(
                        """
                        interface Loopback0
                        ip address 10.0.0.1 255.255.255.255
                        ip local pool P 10.1.0.1 10.1.0.9
                        """,
                        "flat");
        assertThat(parsed.config().ipv4Pools()).containsOnlyKeys("P");
        assertThat(parsed.ignored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "int g1,                          interface GigabitEthernet1",
        "interface virtual-template 7 type tunnel, interface Virtual-Template7 type tunnel",
        "ho hub,                          hostname hub",
        "cry ikev2 win 9,                 crypto ikev2 window 9",
        "ip route 10.0.0.0 255.0.0.0 lo0, ip route 10.0.0.0 255.0.0.0 Loopback0",
        "aaa new,                         aaa new-model",
    })
    void abbreviationsWork(String typed, String printed) {
        Parsed parsed = ConfigParser.parse(typed + "\n", "typed");
        assertThat(parsed.problems()).isEmpty();
        assertThat(RunningConfig.write(parsed.config())).contains(printed + "\n");
    }

    @Test
    void noTakesBack() {
        String config =
                RunningConfig.write(
                        ConfigParser.parse(
                                        """
                                        crypto ikev2 profile P
                                         match identity remote any
                                         match identity remote fqdn a.example
                                         no match identity remote any
                                         lifetime 3600
                                         default lifetime
                                        interface Loopback1
                                         ip address 10.0.0.1 255.255.255.255
                                         no ip address
                                         description gone
                                         no description
                                        radius server S
                                        no radius server S
                                        """,
                                        "no")
                                .config());
        assertThat(config)
                .isEqualTo(
                        """
                        hostname flexaaa
                        !
                        crypto ikev2 profile P
                         match identity remote fqdn a.example
                        !
                        interface Loopback1
                        !
                        end
                        """);
    }

    @Test
    void keysNeverPrintThemselves() {
        GatewayConfig config =
                ConfigParser.parse("radius server S\n key topsecret\n", "key").config();
        assertThat(config.toString()).doesNotContain("topsecret");
    }
}
