package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.aaa.DynAuthRequest.Hub;
import io.flexaaa.gateway.aaa.DynAuthRequest.Named;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;

class DynAuthDecisionTest {
    private static final Hub HUB = new Hub("hub1", List.of(ip("10.0.0.1")));
    private static final List<Named> SESSIONS =
            List.of(
                    new Named(1, "A1", "S1", "br1", ip("10.9.0.1"), null, "198.51.100.1"),
                    new Named(2, "A2", "S2", "br1", ip("10.9.0.2"), null, "198.51.100.2"),
                    new Named(3, "A3", "S3", "br3", null, ip("fd00::3"), "198.51.100.3"));

    /** One line a case: code, attributes as {@code name=value} separated by {@code |}, outcome. */
    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    # who is meant
                    DISCONNECT; audit=A1; end 1
                    DISCONNECT; acct=S2; end 2
                    DISCONNECT; framed=10.9.0.1; end 1
                    DISCONNECT; framed6=fd00::3; end 3
                    DISCONNECT; user=br1; end 1 2
                    DISCONNECT; user=br1 | framed=10.9.0.2; end 2
                    DISCONNECT; audit=A1 | user=br3; nak 503
                    DISCONNECT; audit=nobody; nak 503
                    DISCONNECT; ; nak 402
                    DISCONNECT; nas=10.0.0.1 | audit=A1; end 1
                    DISCONNECT; nas=10.0.0.9 | audit=A1; nak 403
                    DISCONNECT; nasid=hub1 | audit=A1; end 1
                    DISCONNECT; nasid=hub2 | audit=A1; nak 403
                    # what is asked
                    DISCONNECT; audit=A1 | av=ip:interface-config=ip mtu 1300; nak 401
                    DISCONNECT; audit=A1 | timeout=60; nak 401
                    DISCONNECT; audit=A1 | cause=6; end 1
                    COA; audit=A1; nak 402
                    COA; audit=A1 | av=ip:interface-config=ip mtu 1300; change 1
                    COA; user=br1 | av=ip:interface-config=ip mtu 1300; nak 508
                    COA; audit=A1 | timeout=60; change 1
                    COA; audit=A1 | interim=4; nak 407
                    COA; audit=A1 | interim=5; change 1
                    COA; audit=A1 | short-timeout=1; nak 404
                    COA; audit=A1 | av=nonsense; nak 404
                    COA; audit=A1 | av=ip:sub-qos-policy-in=GOLD; nak 401
                    COA; audit=A1 | other=200; nak 401
                    COA; audit=A1 | service=17; nak 405
                    COA; audit=A1 | cause=6 | timeout=60; nak 401
                    """)
    void decides(String code, String attributes, String outcome) {
        RadiusPacket request =
                new RadiusPacket(
                        code.equals("COA") ? Code.COA_REQUEST : Code.DISCONNECT_REQUEST,
                        1,
                        Octets.wrap(new byte[16]),
                        attributes(attributes == null ? "" : attributes));
        assertThat(text(DynAuthDecision.decide(request, HUB, SESSIONS))).isEqualTo(outcome);
    }

    @Test
    void listsComeInTheOrderOfTheirNumbersAndLinesInTheirOwn() {
        RadiusPacket request =
                new RadiusPacket(
                        Code.COA_REQUEST,
                        1,
                        Octets.wrap(new byte[16]),
                        Attributes.builder()
                                .avPair("audit-session-id=A1")
                                .avPair("ip:inacl#20=permit ip any any")
                                .avPair("ip:interface-config=ip mtu 1300")
                                .avPair("ip:inacl#3=deny icmp any any")
                                .avPair("ip:interface-config=description x")
                                .build());
        var change = (DynAuthRequest.Change) DynAuthDecision.decide(request, HUB, SESSIONS);
        assertThat(change.interfaceLines()).containsExactly("ip mtu 1300", "description x");
        assertThat(change.inAcl())
                .extracting(pair -> pair.name())
                .containsExactly("inacl#3", "inacl#20");
        assertThat(change.outAcl()).isNull();
    }

    private static String text(DynAuthRequest decision) {
        return switch (decision) {
            case DynAuthRequest.Nak nak -> "nak " + nak.cause().value();
            case DynAuthRequest.Change change -> "change " + change.session();
            case DynAuthRequest.Disconnect end ->
                    "end "
                            + String.join(
                                    " ", end.sessions().stream().map(String::valueOf).toList());
        };
    }

    private static Attributes attributes(String text) {
        Attributes.Builder out = Attributes.builder();
        for (String pair : text.split("\\|")) {
            if (pair.isBlank()) {
                continue;
            }
            String name = pair.strip().substring(0, pair.strip().indexOf('='));
            String value = pair.strip().substring(name.length() + 1);
            switch (name) {
                case "audit" -> out.avPair("audit-session-id=" + value);
                case "av" -> out.avPair(value);
                case "acct" -> out.string(Attr.ACCT_SESSION_ID, value);
                case "user" -> out.string(Attr.USER_NAME, value);
                case "framed" -> out.address(Attr.FRAMED_IP_ADDRESS, ip(value));
                case "framed6" -> out.address(Attr.FRAMED_IPV6_ADDRESS, ip(value));
                case "nas" -> out.address(Attr.NAS_IP_ADDRESS, ip(value));
                case "nasid" -> out.string(Attr.NAS_IDENTIFIER, value);
                case "timeout" -> out.u32(Attr.SESSION_TIMEOUT, Long.parseLong(value));
                case "short-timeout" -> out.add(Attr.SESSION_TIMEOUT, Octets.of(1));
                case "interim" -> out.u32(Attr.ACCT_INTERIM_INTERVAL, Long.parseLong(value));
                case "cause" -> out.u32(Attr.ACCT_TERMINATE_CAUSE, Long.parseLong(value));
                case "service" -> out.u32(Attr.SERVICE_TYPE, Long.parseLong(value));
                case "other" -> out.string(Integer.parseInt(value), "x");
                default -> throw new IllegalArgumentException(name);
            }
        }
        return out.build();
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }
}
