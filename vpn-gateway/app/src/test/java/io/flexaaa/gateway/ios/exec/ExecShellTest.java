package io.flexaaa.gateway.ios.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flexaaa.gateway.ios.config.Golden;
import io.flexaaa.gateway.ios.show.SampleGateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class ExecShellTest {
    private final SampleGateway gateway = new SampleGateway();
    private final ExecShell shell = new ExecShell(gateway);

    /** One golden file a command, named after it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "show crypto session",
                "show crypto session detail",
                "show crypto session detail | json",
                "show crypto ikev2 sa",
                "show crypto ikev2 sa detail",
                "show crypto ikev2 session",
                "show crypto ikev2 session detail",
                "show crypto ikev2 stats",
                "show crypto ipsec sa",
                "show derived-config interface virtual-access 1",
                "show interfaces virtual-access 1",
                "show interfaces virtual-template 1",
                "show ip interface virtual-access 1",
                "show ip interface brief",
                "show ip local pool",
                "show aaa servers",
                "show running-config",
                "show aaa user all",
                "show crypto ikev2 stats reconnect",
                "show clock"
            })
    void prints(String command) {
        String file = command.replace(" | ", "-").replace(' ', '-') + ".txt";
        Golden.check(getClass(), file, shell.execute(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    sh cry sess ; show crypto session
                    sh cry ikev2 sa d ; show crypto ikev2 sa detail
                    SHOW CLOCK ; show clock
                    sh ip int b ; show ip interface brief
                    sh int vi 1 ; show interfaces
                    sh der int virtual-access1 ; show derived-config interface virtual-access 1
                    """)
    void abbreviationsWork(String typed, String full) {
        if (full.equals("show interfaces")) {
            // "vi" could be Virtual-Access, Virtual-Template or VirtualPortGroup.
            assertThat(shell.execute(typed)).startsWith("%");
        } else {
            assertThat(shell.execute(typed)).isEqualTo(shell.execute(full));
        }
    }

    @Test
    void theArticlesVerificationCommandsWork() {
        assertThat(shell.execute("show interfaces virtual-template 1 | include protocol|transport"))
                .contains("Tunnel protocol/transport IPSEC/IP");
        assertThat(shell.execute("show ip interface virtual-access 1 | include access"))
                .isEqualTo("  Outgoing access list is not set\n  Inbound  access list is WEB\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    show ip local pool | include POOL6 ; 1
                    show ip local pool | exclude POOL ; 1
                    show ip local pool | begin POOL4 ; 2
                    show running-config | section interface Virtual ; 3
                    show ip local pool | inc POOL | exc 10.10 ; 1
                    show ip local pool | count POOL ; 1
                    """)
    void filtersOutput(String command, int lines) {
        assertThat(shell.execute(command).lines()).hasSize(lines);
    }

    @Test
    void keysAreNeverShown() {
        assertThat(shell.execute("show running-config")).doesNotContain("never shown");
        assertThat(shell.execute("show running-config | json")).doesNotContain("never shown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    shwo clock ; "shwo" is not a command
                    show crypt sessoin ; did you mean: session?
                    show clock now ; nothing may follow here
                    show crypto ; the line ends too soon
                    show derived-config interface virtual-access 9 ; Virtual-Access9 does not exist
                    show clock | grep x ; is not a filter
                    show clock | include ( ; is not a regular expression
                    test aaa group X u p new-code ; no server group X
                    """)
    void errorsStartWithAPercentAndSayTheCure(String command, String part) {
        assertThat(shell.execute(command)).startsWith("%").contains(part);
    }

    @Test
    void debugIsSwitchedBySubjectAndPeer() {
        assertThat(shell.execute("show debugging")).isEqualTo("No debugging is on.\n");
        assertThat(shell.execute("deb cry ikev2")).isEqualTo("crypto ikev2 debugging is on\n");
        assertThat(shell.execute("debug crypto condition peer ipv4 198.51.100.7"))
                .isEqualTo("crypto ikev2 debugging is on\ncondition: 198.51.100.7\n");
        assertThat(shell.execute("debug crypto condition peer ipv4 nonsense")).startsWith("%");
        assertThat(shell.execute("undebug crypto ikev2")).contains("is off");
        assertThat(shell.execute("undebug all")).contains("turned off");
        assertThat(shell.execute("show debugging")).isEqualTo("No debugging is on.\n");
    }

    @Test
    void helpShowsWhatMayFollow() {
        assertThat(shell.execute("?"))
                .isEqualTo(
                        "  show\n"
                                + "  clear\n"
                                + "  configure\n"
                                + "  test             Ask a server group as a login would\n"
                                + "  debug\n"
                                + "  undebug\n"
                                + "  no\n"
                                + "  complete\n");
        assertThat(shell.execute("complete \"show crypto \"")).isEqualTo("session\nikev2\nipsec\n");
        assertThat(shell.execute("complete \"sh c\"")).isEqualTo("crypto\nclock\n");
        assertThat(shell.execute("complete nonsense-")).isEmpty();
        assertThat(shell.execute("show crypto ikev2 ?")).contains("sa", "session", "stats");
        assertThat(shell.execute("show c?"))
                .isEqualTo("  crypto\n  clock            Time of day\n");
        assertThat(shell.execute("show clock ?")).contains("<cr>");
        assertThat(shell.execute("nonsense ?")).startsWith("%");
    }

    @ParameterizedTest
    @CsvSource({
        "clear crypto session,                              3",
        "clear crypto session remote 198.51.100.7,          1",
        "clear crypto session remote 2001:db8:7::9,         1",
        "clear crypto session remote 198.51.100.7 port 500, 0",
        "clear crypto session interface virtual-access 2,   1",
        "clear crypto session username br1,                 1",
        "clear crypto ikev2 sa,                             3",
        "clear crypto ikev2 sa id 2,                        1"
    })
    void clearsWhatIsMeant(String command, int sessions) {
        String answer = shell.execute(command);
        assertThat(gateway.cleared).hasSize(sessions);
        assertThat(answer).startsWith(sessions + " session");
    }

    @Test
    void testAaaTellsTheThreeEndings() {
        assertThat(shell.execute("test aaa group AAA br1 cisco new-code"))
                .contains("successfully authenticated", "Framed-Pool");
        assertThat(shell.execute("test aaa group AAA br1 wrong new-code"))
                .isEqualTo("User rejected by aaa1: wrong password\n");
    }

    @Test
    void noLineMakesItThrow() {
        Random random = new Random(7);
        String[] words = {
            "show",
            "crypto",
            "session",
            "|",
            "include",
            "json",
            "?",
            "clear",
            "interface",
            "g1",
            "\"",
            "virtual-access",
            "1",
            "9999999999",
            "\u0000",
            "ikev2",
            "sa",
            "!",
            "“x",
            "[",
            ""
        };
        for (int i = 0; i < 2_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                line.append(words[random.nextInt(words.length)])
                        .append(random.nextInt(4) == 0 ? "" : " ");
            }
            assertThatCode(() -> shell.execute(line.toString()))
                    .as(line.toString())
                    .doesNotThrowAnyException();
        }
    }
}
