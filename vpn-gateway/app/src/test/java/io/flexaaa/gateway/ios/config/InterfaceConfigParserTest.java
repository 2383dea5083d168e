package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AV pairs carry: interface commands and access-list entries, one a string. */
class InterfaceConfigParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ip mtu 1000                       | ip mtu 1000
                    tunnel key 1                      | tunnel key 1
                    description Branch 7, Rome        | description Branch 7, Rome
                    ip unnum lo0                      | ip unnumbered Loopback0
                    ip address 10.0.0.1 255.255.255.0 | ip address 10.0.0.1 255.255.255.0
                    ip access-group WEB in            | ip access-group WEB in
                    service-policy output GOLD        | service-policy output GOLD
                    ip ospf 1 area 0                  | ip ospf 1 area 0
                    no ip access-group WEB in         | no IP_ACCESS_GROUP in
                    """)
    void reads(String line, String expected) {
        assertThat(InterfaceConfigParser.parseLine(line))
                .isInstanceOfSatisfying(
                        InterfaceConfigParser.Result.Command.class,
                        c -> assertThat(c.command().ios()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ip mtu 60             | 8 | 60 is outside 68-9976
                    ip mtoo 1400          | 4 | "mtoo" does not fit here in interface
                    ''                    | 1 | an empty command
                    no ip access-group    | 4 |
                    """)
    void refuses(String line, int column, String message) {
        InterfaceConfigParser.Result result = InterfaceConfigParser.parseLine(line);
        if (message == null) {
            assertThat(result).isInstanceOf(InterfaceConfigParser.Result.Command.class);
            return;
        }
        assertThat(result)
                .isInstanceOfSatisfying(
                        InterfaceConfigParser.Result.Problem.class,
                        p -> {
                            assertThat(p.problem().message()).isEqualTo(message);
                            assertThat(p.problem().column()).isEqualTo(column);
                        });
    }

    @Test
    void laterCommandsWinAndNoRemoves() {
        InterfaceSettings settings = InterfaceSettings.EMPTY;
        for (String line :
                new String[] {
                    "ip unnumbered Loopback0",
                    "ip mtu 1400",
                    "ip access-group A in",
                    "ip access-group B out",
                    "ip address 10.0.0.1 255.255.255.255",
                    "ip mtu 1300",
                    "no ip access-group A in"
                }) {
            settings =
                    settings.with(
                            ((InterfaceConfigParser.Result.Command)
                                            InterfaceConfigParser.parseLine(line))
                                    .command());
        }
        assertThat(settings.commands().stream().map(InterfaceCommand::ios))
                .containsExactly(
                        "ip address 10.0.0.1 255.255.255.255",
                        "ip access-group B out",
                        "ip mtu 1300");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    EXTENDED | permit ip any any                        | permit ip any any
                    EXTENDED | permit tcp any host 10.0.0.1 eq www 443  | permit tcp any host 10.0.0.1 eq 80 443
                    EXTENDED | deny tcp any any established log         | deny tcp any any established log
                    EXTENDED | permit udp any range 1 9 any gt 1023     | permit udp any range 1 9 any gt 1023
                    EXTENDED | permit icmp any any echo                 | permit icmp any any 8
                    EXTENDED | permit icmp any any port-unreachable     | permit icmp any any 3 3
                    EXTENDED | permit gre any 10.0.0.0 0.0.0.255        | permit gre any 10.0.0.0 0.0.0.255
                    EXTENDED | permit ip 10.0.0.0/8 any dscp af41       | permit ip 10.0.0.0 0.255.255.255 any dscp 34
                    EXTENDED | 10 permit 47 any any                     | permit gre any any
                    IPV6     | permit tcp 2001:db8::/32 any eq 22       | permit tcp 2001:db8::/32 any eq 22
                    IPV6     | permit icmp any any nd-ns                | permit icmp any any 135
                    STANDARD | permit 10.1.2.3                          | permit host 10.1.2.3
                    """)
    void readsAccessListEntries(AccessList.Kind kind, String text, String printed) {
        assertThat(AclParser.parseEntry(text, kind))
                .isInstanceOfSatisfying(
                        AclParser.Result.Entry.class,
                        e -> assertThat(AclText.text(e.entry(), kind)).isEqualTo(printed));
    }

    @ParameterizedTest
    @CsvSource({
        "permit tcp any any eq 70000",
        "allow ip any any",
        "permit ip any",
        "permit udp any any established",
        "permit ip 2001:db8::/32 any",
        "''"
    })
    void refusesAccessListEntries(String text) {
        assertThat(AclParser.parseEntry(text, AccessList.Kind.EXTENDED))
                .isInstanceOf(AclParser.Result.Problem.class);
    }
}
