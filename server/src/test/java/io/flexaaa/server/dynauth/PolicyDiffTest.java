package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/** What a CoA is sent for, attributes written as AV pairs joined by "; " and "timeout N". */
class PolicyDiffTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing changed       | ip:interface-config=ip mtu 1400 |  |  ip:interface-config=ip mtu 1400 | | 0
                    a new line            | ip:interface-config=ip mtu 1400 |  |  ip:interface-config=ip mtu 1400; ip:interface-config=description x | ip:interface-config=description x | 0
                    a changed line        | ip:interface-config=ip mtu 1400; ip:interface-config=description x |  |  ip:interface-config=ip mtu 1300; ip:interface-config=description x | ip:interface-config=ip mtu 1300; ip:interface-config=description x | 1
                    a line taken away     | ip:interface-config=ip mtu 1400; ip:interface-config=ip mtu 1300 | | ip:interface-config=ip mtu 1400 | ip:interface-config=ip mtu 1400 | 1
                    already pushed        | ip:interface-config=ip mtu 1400 | ip:interface-config=ip mtu 1300 | ip:interface-config=ip mtu 1300 | | 1
                    a CoA by hand undone  | ip:interface-config=ip mtu 1400 | ip:interface-config=ip mtu 1300 | ip:interface-config=ip mtu 1400 | ip:interface-config=ip mtu 1400 | 1
                    QoS                   | ip:sub-qos-policy-out=SLOW | | ip:sub-qos-policy-out=FAST | ip:sub-qos-policy-out=FAST | 0
                    QoS already by CoA    | ip:sub-qos-policy-out=SLOW | ip:sub-qos-policy-out=FAST | ip:sub-qos-policy-out=FAST | | 0
                    QoS taken away        | ip:sub-qos-policy-in=SLOW | | | | 1
                    an ACL goes whole     | ip:inacl#10=permit ip any any | | ip:inacl#10=deny icmp any any; ip:inacl#20=permit ip any any | ip:inacl#10=deny icmp any any; ip:inacl#20=permit ip any any | 0
                    an ACL already there  | | ip:inacl#10=deny icmp any any | ip:inacl#10=deny icmp any any | | 0
                    a timeout             | timeout 3600 | | timeout 60 | timeout 60 | 0
                    a timeout taken away  | timeout 3600 | | | | 1
                    a route               | ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0 | | ipsec:route-set=remote ipv4 10.1.0.0 255.255.0.0 | | 1
                    DNS and an MTU        | ipsec:dns-servers=10.0.0.1 | | ipsec:dns-servers=10.0.0.2; ip:interface-config=ip mtu 1300 | ip:interface-config=ip mtu 1300 | 1
                    a key is not policy   | ipsec:ikev2-password-local=old | | ipsec:ikev2-password-local=new | | 0
                    """)
    void theDifference(
            String what,
            @Nullable String accepted,
            @Nullable String changed,
            @Nullable String now,
            @Nullable String sent,
            int reconnects) {
        PushPlan plan =
                PolicyDiff.of(
                        new Grants.Given(attributes(accepted), null, attributes(changed)),
                        null,
                        attributes(now));

        Attributes change =
                plan.change() == null ? Attributes.EMPTY : DynAuthPackets.change(plan.change());
        assertThat(change).isEqualTo(attributes(sent));
        assertThat(plan.reconnect()).hasSize(reconnects);
    }

    /** After what was sent is in force, nothing is left to send: a push can be repeated. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ip:interface-config=ip mtu 1400; ip:interface-config=description x | ip:interface-config=description x; ip:interface-config=ip mtu 1300
                    ip:interface-config=a b; ip:interface-config=c d | ip:interface-config=c d; ip:interface-config=a b
                    ip:sub-qos-policy-in=A; ip:inacl#10=permit ip any any; timeout 5 | ip:sub-qos-policy-in=B; ip:inacl#10=deny ip any any; timeout 6
                    ip:interface-config=ip mtu 1400 | ip:interface-config=ip mtu 1400; ip:interface-config=shutdown
                    """)
    void aPushIsIdempotent(String accepted, String now) {
        PushPlan first =
                PolicyDiff.of(
                        new Grants.Given(attributes(accepted), null, null), null, attributes(now));
        assertThat(first.change()).isNotNull();
        Attributes inForce = GrantCodec.appended(null, DynAuthPackets.change(first.change()));

        PushPlan second =
                PolicyDiff.of(
                        new Grants.Given(attributes(accepted), null, inForce),
                        null,
                        attributes(now));

        assertThat(second.change()).isNull();
    }

    @org.junit.jupiter.api.Test
    void thePeerOverridesItsGroup() {
        PushPlan plan =
                PolicyDiff.of(
                        new Grants.Given(
                                attributes("ip:sub-qos-policy-in=P"),
                                attributes("ip:sub-qos-policy-in=G1"),
                                null),
                        attributes("ip:sub-qos-policy-in=G2"),
                        attributes("ip:sub-qos-policy-in=P"));

        assertThat(plan).isEqualTo(new PushPlan(null, List.of()));
    }

    private static Attributes attributes(@Nullable String text) {
        Attributes.Builder out = Attributes.builder();
        if (text == null) return out.build();
        Arrays.stream(text.split(";"))
                .map(String::strip)
                .forEach(word -> {
                    if (word.startsWith("timeout ")) {
                        out.u32(Attr.SESSION_TIMEOUT, Long.parseLong(word.substring(8)));
                    } else {
                        out.avPair(word);
                    }
                });
        return out.build();
    }
}
