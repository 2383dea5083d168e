package io.flexaaa.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Group, implicit, user; or, overriding, implicit, user, group. */
class MergeTest {
    private final AuthorizationData group =
            data(Source.GROUP, "ipsec:default-domain=group", "ip:interface-config=ip mtu 1000");
    private final AuthorizationData implicit =
            data(
                    Source.IMPLICIT,
                    "ipsec:default-domain=implicit",
                    "ip:interface-config=ip mtu 1100");
    private final AuthorizationData user =
            data(Source.USER, "ipsec:default-domain=user", "ip:interface-config=ip mtu 1200");

    @Test
    void theUserWinsAndTheLosersAreKept() {
        Sourced<String> domain = Merge.merge(group, implicit, user, false).defaultDomain();

        assertThat(domain).isNotNull();
        assertThat(domain.value()).isEqualTo("user");
        assertThat(domain.source()).isEqualTo(Source.USER);
        assertThat(domain.overridden())
                .extracting(Sourced::value)
                .containsExactly("group", "implicit");
    }

    @Test
    void withOverrideTheGroupWins() {
        Sourced<String> domain = Merge.merge(group, implicit, user, true).defaultDomain();

        assertThat(domain).isNotNull();
        assertThat(domain.value()).isEqualTo("group");
        assertThat(domain.overridden())
                .extracting(Sourced::value)
                .containsExactly("implicit", "user");
    }

    @Test
    void interfaceLinesAddUpInTheOrderOfPrecedence() {
        assertThat(lines(Merge.merge(group, implicit, user, false)))
                .containsExactly("ip mtu 1000", "ip mtu 1100", "ip mtu 1200");
        assertThat(lines(Merge.merge(group, implicit, user, true)))
                .containsExactly("ip mtu 1100", "ip mtu 1200", "ip mtu 1000");
    }

    @Test
    void aFilterComesFromOneSourceInOrderOfItsNumbers() {
        EffectivePolicy policy =
                Merge.merge(
                        data(Source.GROUP, "ip:inacl#10=permit ip any any"),
                        data(
                                Source.IMPLICIT,
                                "ip:inacl#20=deny ip any any",
                                "ip:inacl#5=permit icmp any any"),
                        AuthorizationData.none(Source.USER),
                        false);

        assertThat(policy.inAcl())
                .extracting(Sourced::value)
                .extracting(AvPair::name)
                .containsExactly("inacl#5", "inacl#20");
    }

    @Test
    void ietfAttributesAndAvPairsFillTheSameFields() {
        Attributes attributes =
                Attributes.builder()
                        .add(Attr.FRAMED_IP_ADDRESS, Octets.of(10, 0, 0, 7))
                        .add(Attr.FRAMED_IP_NETMASK, Octets.of(255, 255, 255, 0))
                        .string(Attr.FRAMED_POOL, "P4")
                        .u32(Attr.SESSION_TIMEOUT, 3600)
                        .avPair("ipsec:ipv6-addr-pool=P6")
                        .avPair("ipsec:dns-servers=10.0.0.53 10.0.1.53")
                        .avPair("ipsec:route-set=prefix 10.0.0.0/8")
                        .avPair("ipsec:ikev2-password-local=never-in-a-policy")
                        .avPair("acme:unknown=1")
                        .build();

        EffectivePolicy policy = one(attributes);

        assertThat(EffectivePolicy.value(policy.framedIp())).hasToString("/10.0.0.7");
        assertThat(EffectivePolicy.value(policy.pool())).isEqualTo("P4");
        assertThat(EffectivePolicy.value(policy.poolV6())).isEqualTo("P6");
        assertThat(EffectivePolicy.value(policy.sessionTimeoutSeconds())).isEqualTo(3600);
        assertThat(EffectivePolicy.value(policy.dns())).hasSize(2);
        assertThat(policy.routeSets()).hasSize(1);
        assertThat(policy.other())
                .extracting(Sourced::value)
                .extracting(AvPair::name)
                .containsExactly("unknown");
        assertThat(policy.toString()).doesNotContain("never-in-a-policy");
    }

    @Test
    void anInvalidPairIsAProblemAndNothingElse() {
        EffectivePolicy policy =
                one(Attributes.builder().avPair("ipsec:dns-servers=nonsense").build());

        assertThat(policy.dns()).isNull();
        assertThat(policy.problems())
                .singleElement()
                .asString()
                .contains("dns-servers", "nonsense");
    }

    private static EffectivePolicy one(Attributes attributes) {
        return Merge.merge(
                AuthorizationData.none(Source.GROUP),
                new AuthorizationData(Source.IMPLICIT, attributes),
                AuthorizationData.none(Source.USER),
                false);
    }

    private static List<String> lines(EffectivePolicy policy) {
        return policy.interfaceConfig().stream().map(Sourced::value).toList();
    }

    private static AuthorizationData data(Source source, String... pairs) {
        Attributes.Builder builder = Attributes.builder();
        for (String pair : pairs) builder.avPair(pair);
        return new AuthorizationData(source, builder.build());
    }
}
