package io.flexaaa.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class ProxyPacketsTest {
    private static final Octets TAG = Octets.ofUtf8("own-tag");
    private static final Octets AUTH = Octets.wrap(new byte[16]);

    @Test
    void aRequestComesBackOrHasTooManyHops() {
        assertThat(ProxyPackets.looped(request(Attributes.EMPTY), TAG)).isFalse();
        assertThat(ProxyPackets.looped(request(states(5)), TAG)).isFalse();
        assertThat(ProxyPackets.looped(request(states(6)), TAG)).isTrue();
        Attributes forwarded = ProxyPackets.request(request(states(1)), "anna", TAG);
        assertThat(forwarded.all(Attr.PROXY_STATE)).hasSize(2);
        assertThat(forwarded.all(Attr.PROXY_STATE).getLast().value()).isEqualTo(TAG);
        assertThat(ProxyPackets.looped(request(forwarded), TAG)).isTrue();
    }

    /** RFC 2865 §5.3: the authenticator was the challenge. */
    @Test
    void chapKeepsItsChallenge() {
        Attributes chap = Attributes.builder().add(Attr.CHAP_PASSWORD, Octets.of(1, 2, 3)).build();

        Attributes forwarded = ProxyPackets.request(request(chap), "anna", TAG);

        assertThat(forwarded.all(Attr.CHAP_CHALLENGE).getFirst().value()).isEqualTo(AUTH);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    HOME,  10.1.1.1, MTU-HOME
                    LOCAL, 10.2.2.2, MTU-HERE
                    MERGE, 10.2.2.2, MTU-HERE
                    """)
    void whoseAttributesCount(ReplyMode mode, String address, String mtu) throws Exception {
        Attributes home =
                Attributes.builder()
                        .ipv4(Attr.FRAMED_IP_ADDRESS, InetAddress.ofLiteral("10.1.1.1"))
                        .avPair("ip:interface-config=MTU-HOME")
                        .avPair("ipsec:dns-servers=10.0.0.1")
                        .avPair("ip:inacl#1=deny ip any any")
                        .string(Attr.REPLY_MESSAGE, "welcome")
                        .add(Attr.PROXY_STATE, TAG)
                        .build();
        Attributes local =
                Attributes.builder()
                        .ipv4(Attr.FRAMED_IP_ADDRESS, InetAddress.ofLiteral("10.2.2.2"))
                        .avPair("ip:interface-config=MTU-HERE")
                        .build();

        Attributes out = reply(realm(mode, List.of("ip:inacl#1")), home, local);

        assertThat(out.all(Attr.FRAMED_IP_ADDRESS)).hasSize(1);
        assertThat(out.ipv4(Attr.FRAMED_IP_ADDRESS)).isEqualTo(InetAddress.ofLiteral(address));
        assertThat(out.avPair("ip:interface-config")).isEqualTo(mtu);
        assertThat(out.avPair("ip:inacl#1")).isNull();
        assertThat(out.avPair("ipsec:dns-servers") != null).isEqualTo(mode != ReplyMode.LOCAL);
        assertThat(out.string(Attr.REPLY_MESSAGE)).isEqualTo("welcome");
        assertThat(out.has(Attr.PROXY_STATE)).isFalse();
    }

    @Test
    void aTunnelPasswordIsHiddenAnewWithItsTag() throws Exception {
        Secret here = Secret.ofUtf8("nas");
        Secret there = Secret.ofUtf8("home");
        Octets hidden = TunnelPassword.encrypt(7, 1, "key".getBytes("UTF-8"), there, AUTH);

        Attributes out =
                ProxyPackets.reply(
                        realm(ReplyMode.HOME, List.of()),
                        accept(Attributes.builder().add(Attr.TUNNEL_PASSWORD, hidden).build()),
                        new ProxyPackets.Hop(there, AUTH),
                        new ProxyPackets.Hop(here, AUTH),
                        Attributes.EMPTY,
                        5);

        Octets value = out.all(Attr.TUNNEL_PASSWORD).getFirst().value();
        assertThat(value.u8(0)).isEqualTo(7);
        assertThat(new String(TunnelPassword.decrypt(value, here, AUTH), "UTF-8")).isEqualTo("key");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    anna@example.com,     example.com,    example.com
                    anna@EXAMPLE.com,     example.com,    example.com
                    anna@vpn.example.com, *.example.com,  *.example.com
                    anna@evilexample.com, *.example.com,  ''
                    anna@example.com,     *.example.com,  ''
                    a@b@example.com,      example.com,    example.com
                    anna,                 *,              ''
                    anna@x,               *,              *
                    anna@,                *,              *
                    """)
    void aRealmIsWhatFollowsTheLastAtSign(String user, String pattern, String expected) {
        RealmEntry entry =
                new RealmEntry(
                        realm(ReplyMode.HOME, List.of(), pattern).settings(),
                        Set.of(),
                        Set.of(),
                        List.of(
                                new RealmEntry.HomeEntry(
                                        1,
                                        InetAddress.getLoopbackAddress(),
                                        1812,
                                        1813,
                                        Secret.ofUtf8("x"))));

        boolean found = entry.match(RealmEntry.realmOf(user), "hub") > 0;

        assertThat(found ? pattern : "").isEqualTo(expected);
    }

    private static Attributes reply(RealmEntry realm, Attributes home, Attributes local)
            throws Exception {
        var hop = new ProxyPackets.Hop(Secret.ofUtf8("s"), AUTH);
        return ProxyPackets.reply(realm, accept(home), hop, hop, local, 1);
    }

    private static RadiusPacket accept(Attributes attributes) {
        return new RadiusPacket(Code.ACCESS_ACCEPT, 1, AUTH, attributes);
    }

    private static RadiusPacket request(Attributes attributes) {
        return new RadiusPacket(Code.ACCESS_REQUEST, 1, AUTH, attributes);
    }

    private static Attributes states(int count) {
        Attributes.Builder out = Attributes.builder().string(Attr.USER_NAME, "anna@example.com");
        for (int i = 0; i < count; i++) out.add(Attr.PROXY_STATE, Octets.ofUtf8("p" + i));
        return out.build();
    }

    private static RealmEntry realm(ReplyMode mode, List<String> deny) {
        return realm(mode, deny, "example.com");
    }

    private static RealmEntry realm(ReplyMode mode, List<String> deny, String match) {
        Realm settings =
                new Realm(
                        1,
                        "r",
                        "",
                        true,
                        match,
                        List.of(),
                        true,
                        false,
                        mode,
                        deny,
                        null,
                        true,
                        false,
                        1000,
                        0,
                        true,
                        30,
                        List.of(),
                        0,
                        Instant.EPOCH,
                        Instant.EPOCH);
        return new RealmEntry(settings, Set.of(), Set.copyOf(deny), List.of());
    }
}
