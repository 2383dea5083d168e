package io.flexaaa.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.gateway.virtualaccess.InterfaceLines;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ipsec.gre.GreTunnel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Which encapsulation a session gets, by its interface and the peer's selectors. */
class GreModeTest {
    private static final InetAddress HUB = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress SPOKE = InetAddress.ofLiteral("192.0.2.9");
    private static final List<Selector> ANY = List.of(Selector.any4(), Selector.any6());

    private static List<Selector> gre(InetAddress host) {
        return List.of(new Selector(host, host, 47, 0, 0xffff));
    }

    private static InterfaceSettings settings(String lines) throws RefusedException {
        return InterfaceLines.enter(
                InterfaceSettings.EMPTY,
                InterfaceLines.parse(
                        Arrays.stream(lines.split(";")).filter(l -> !l.isBlank()).toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                       false, true,  true",
        "'',                       false, false, false",
        "tunnel mode ipsec ipv4,   true,  true,  true",
        "tunnel mode gre ip,       true,  false, false",
        "tunnel mode gre ip,       false, true,  true",
        "tunnel mode ipsec ipv4,   false, false, false"
    })
    void theSelectorsTell(String lines, boolean auto, boolean greOffered, boolean greMade)
            throws Exception {
        GreMode made =
                GreMode.of(
                        settings(lines),
                        new Ikev2Profile.VirtualTemplate(1, auto),
                        greOffered ? gre(HUB) : ANY,
                        greOffered ? gre(SPOKE) : ANY);
        assertThat(made != null).isEqualTo(greMade);
    }

    @ParameterizedTest
    @CsvSource({
        "tunnel mode gre ip,     false, IP packets",
        "tunnel mode gre ipv6,   true,  gre ip",
        "tunnel mode ipsec ipv4, true,  gre ip"
    })
    void whatDoesNotFitIsRefusedWithBothModes(String lines, boolean greOffered, String offered) {
        assertThatThrownBy(() ->
                        GreMode.of(
                                settings(lines),
                                new Ikev2Profile.VirtualTemplate(1, false),
                                greOffered ? gre(HUB) : ANY,
                                greOffered ? gre(SPOKE) : ANY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("proposes " + offered)
                .hasMessageContaining(lines)
                .hasMessageContaining("mode auto");
    }

    @Test
    void theTunnelIsBetweenTheHostsOfTheSelectors() throws Exception {
        GreMode made = GreMode.of(settings("tunnel key 4294967295"), null, gre(HUB), gre(SPOKE));
        assertThat(made).isNotNull();
        assertThat(made.mode()).isEqualTo(InterfaceCommand.Mode.GRE_IP);
        assertThat(made.tunnel(ChildSa.Mode.TRANSPORT))
                .isEqualTo(new GreTunnel(true, HUB, SPOKE, -1));
        assertThat(made.tunnel(ChildSa.Mode.TUNNEL).transport()).isFalse();
        assertThat(made.allowedLocal()).isEqualTo(gre(HUB));
        assertThat(made.allowedRemote()).isEqualTo(gre(SPOKE));
    }

    @Test
    void aClientComesBackFromAnotherAddressButNotInAnotherTunnel() throws Exception {
        InetAddress moved = InetAddress.ofLiteral("203.0.113.5");
        GreMode before = GreMode.of(settings("tunnel key 3"), null, gre(HUB), gre(SPOKE));
        assertThat(GreMode.again(before, settings("tunnel key 3"), gre(HUB), gre(moved)))
                .isEqualTo(new GreMode(HUB, moved, 3));
        assertThat(GreMode.again(null, settings(""), ANY, ANY)).isNull();
        assertThatThrownBy(() -> GreMode.again(before, settings(""), ANY, ANY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("left with gre ip and comes back with IP packets");
        assertThatThrownBy(() -> GreMode.again(null, settings(""), gre(HUB), gre(SPOKE)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("left with IP packets and comes back with gre ip");
    }

    @ParameterizedTest
    @CsvSource({"tunnel mode gre ip", "tunnel key 7", "no tunnel mode", "no tunnel key"})
    void aLiveSessionKeepsItsTunnel(String line) {
        assertThatThrownBy(() -> InterfaceLines.parseChange(List.of("description x", line)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("disconnect the session");
    }
}
