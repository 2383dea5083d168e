package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.aaa.AaaService.Answer;
import io.flexaaa.gateway.aaa.ScriptedServer.Reply;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Sourced;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

class AaaServiceTest {
    private static final PeerIdentity BR1 = PeerIdentity.fqdn("br1.example.com");

    private ScriptedServer server;
    private RadiusClient client;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedServer(AaaServiceTest::directory);
        client = new RadiusClient();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    private static @Nullable Reply directory(RadiusPacket request) {
        String name = request.attributes().string(Attr.USER_NAME);
        return switch (name == null ? "" : name) {
            case "br1" ->
                    Reply.accept(
                            Attributes.builder()
                                    .add(
                                            Attr.TUNNEL_PASSWORD,
                                            TunnelPassword.encrypt(
                                                    0,
                                                    0x8001,
                                                    "swordfish".getBytes(StandardCharsets.UTF_8),
                                                    ScriptedServer.KEY,
                                                    request.authenticator()))
                                    .address(Attr.FRAMED_IP_ADDRESS, ip("10.9.0.1"))
                                    .avPair("ip:interface-config=ip mtu 1300")
                                    .build());
            case "br2" ->
                    Reply.accept(
                            Attributes.builder()
                                    .avPair("ipsec:ikev2-password-local=hub-signs")
                                    .avPair("ipsec:ikev2-password-remote=old")
                                    .avPair("ipsec:ikev2-password-remote=new")
                                    .build());
            case "nokey" -> Reply.accept(Attributes.EMPTY);
            case "example.com" ->
                    Reply.accept(
                            Attributes.builder()
                                    .avPair("ipsec:addr-pool=GROUP")
                                    .avPair("ip:interface-config=description of the group")
                                    .build());
            default -> Reply.reject();
        };
    }

    private static final String MANGLED =
            """
            crypto ikev2 profile P
             match identity remote any
             authentication local pre-share
             authentication remote pre-share
             keyring aaa L name-mangler HOST
             aaa authorization user psk cached
             aaa authorization group psk list L name-mangler DOMAIN
            """;

    private GatewayConfig config(String profile) {
        return Configs.of(
                """
                aaa new-model
                aaa group server radius G
                 server name S
                """
                        + server.ios("S")
                        + """
                        aaa authorization network L group G
                        aaa authorization network HERE local
                        crypto ikev2 name-mangler HOST
                         fqdn hostname
                        crypto ikev2 name-mangler DOMAIN
                         fqdn domain
                        aaa attribute list EXTRA
                         attribute type interface-config "ip mtu 1000"
                        crypto ikev2 authorization policy example.com
                         pool LOCAL
                         dns 192.0.2.53
                         route set interface
                         route set remote ipv4 10.0.0.0 255.0.0.0
                         aaa attribute list EXTRA
                        """
                        + profile);
    }

    @Test
    void aSymmetricKeyAndWhatCameWithIt() throws Exception {
        PeerKeys keys = found(psk(config(MANGLED), BR1));
        assertThat(keys.local()).isEqualTo(Secret.ofUtf8("swordfish"));
        assertThat(keys.remote()).containsExactly(Secret.ofUtf8("swordfish"));
        assertThat(keys.implicit().has(Attr.TUNNEL_PASSWORD)).isFalse();
        assertThat(keys.implicit().ipv4(Attr.FRAMED_IP_ADDRESS)).hasToString("/10.9.0.1");

        Attributes request = server.requests.getFirst().attributes();
        assertThat(request.string(Attr.USER_NAME)).isEqualTo("br1");
        assertThat(request.u32(Attr.SERVICE_TYPE, 0)).isEqualTo(Attr.SERVICE_TYPE_OUTBOUND);
        assertThat(request.string(Attr.CALLING_STATION_ID)).isEqualTo("198.51.100.7");
        assertThat(request.avPair("audit-session-id")).isEqualTo("AUDIT");
        assertThat(request.avPair("isakmp-phase1-id")).isEqualTo("br1.example.com");
    }

    @Test
    void asymmetricKeysWithTwoOfThePeerWhileTheyRotate() throws Exception {
        PeerKeys keys = found(psk(config(MANGLED), PeerIdentity.fqdn("br2.example.com")));
        assertThat(keys.local()).isEqualTo(Secret.ofUtf8("hub-signs"));
        assertThat(keys.remote()).containsExactly(Secret.ofUtf8("old"), Secret.ofUtf8("new"));
        assertThat(keys.implicit().size()).isZero();
    }

    @Test
    void eachRefusalHasItsReason() throws Exception {
        GatewayConfig config = config(MANGLED);
        assertRefused(psk(config, PeerIdentity.fqdn("stranger.example.com")), Reason.AAA_REJECTED);
        assertRefused(psk(config, PeerIdentity.fqdn("nokey.example.com")), Reason.PSK_MISSING);
        assertRefused(
                psk(config, PeerIdentity.address(ip("192.0.2.1"))), Reason.NAME_MANGLER_NO_RESULT);
        server.answer(request -> null);
        assertRefused(psk(config, BR1), Reason.AAA_NO_ANSWER);
        server.answer(request ->
                Reply.accept(Attributes.builder().string(Attr.TUNNEL_PASSWORD, "x").build()));
        assertRefused(psk(config, BR1), Reason.AAA_BAD_REPLY);
    }

    @Test
    void keysOfTheProfileAskNobody() throws Exception {
        GatewayConfig config =
                config(
                        """
                        crypto ikev2 profile P
                         match identity remote any
                         authentication local pre-share key mine
                         authentication remote pre-share key theirs
                        """);
        PeerKeys keys = found(psk(config, BR1));
        assertThat(keys.local()).isEqualTo(Secret.ofUtf8("mine"));
        assertThat(keys.remote()).containsExactly(Secret.ofUtf8("theirs"));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void cachedUserDataBeatsTheGroupAndListsAddUp() throws Exception {
        GatewayConfig config = config(MANGLED);
        PeerKeys keys = found(psk(config, BR1));
        EffectivePolicy policy = found(authorize(config, BR1, keys.implicit()));
        assertThat(policy.framedIp()).isNotNull();
        assertThat(policy.pool()).isNotNull().extracting(Sourced::value).isEqualTo("GROUP");
        assertThat(policy.interfaceConfig())
                .extracting(Sourced::value)
                .containsExactly("description of the group", "ip mtu 1300");
        // The key look-up and the group: two requests, none for the user.
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void withoutCachedWhatCameWithTheKeyIsNotUsed() throws Exception {
        GatewayConfig config = config(MANGLED.replace(" aaa authorization user psk cached\n", ""));
        PeerKeys keys = found(psk(config, BR1));
        EffectivePolicy policy = found(authorize(config, BR1, keys.implicit()));
        assertThat(policy.framedIp()).isNull();
    }

    @Test
    void aLocalListReadsTheAuthorizationPolicy() throws Exception {
        GatewayConfig config =
                config(
                        """
                        crypto ikev2 profile P
                         match identity remote any
                         authentication local pre-share key k
                         authentication remote pre-share key k
                         aaa authorization group psk list HERE name-mangler DOMAIN
                         aaa authorization user psk list L name-mangler HOST
                        """);
        EffectivePolicy policy = found(authorize(config, BR1, Attributes.EMPTY));
        assertThat(policy.problems()).isEmpty();
        assertThat(policy.pool()).isNotNull().extracting(Sourced::value).isEqualTo("LOCAL");
        assertThat(policy.routeSets()).hasSize(2);
        assertThat(policy.interfaceConfig())
                .extracting(Sourced::value)
                .containsExactly("ip mtu 1000", "ip mtu 1300");
        assertRefused(
                authorize(config, PeerIdentity.fqdn("br1.elsewhere.net"), Attributes.EMPTY),
                Reason.GROUP_UNKNOWN);
    }

    @Test
    void aRejectedUserEndsAuthorization() throws Exception {
        GatewayConfig config =
                config(
                        """
                        crypto ikev2 profile P
                         match identity remote any
                         authentication local pre-share key k
                         authentication remote pre-share key k
                         aaa authorization user psk list L name-mangler HOST
                        """);
        assertRefused(
                authorize(config, PeerIdentity.fqdn("stranger.example.com"), Attributes.EMPTY),
                Reason.AAA_REJECTED);
        assertThat(server.requests.getFirst().code()).isEqualTo(Code.ACCESS_REQUEST);
    }

    private Answer<PeerKeys> psk(GatewayConfig config, PeerIdentity identity) throws Exception {
        return await(done -> service(config).lookUpPsk(session(config, identity), done));
    }

    private Answer<EffectivePolicy> authorize(
            GatewayConfig config, PeerIdentity identity, Attributes implicit) throws Exception {
        return await(done ->
                service(config).authorize(session(config, identity), Method.PSK, implicit, done));
    }

    private AaaService service(GatewayConfig config) {
        return new AaaService(() -> config, new ServerGroups(() -> config), client);
    }

    private static SessionFacts session(GatewayConfig config, PeerIdentity identity) {
        return new SessionFacts(
                1,
                "AUDIT",
                "ACCT",
                Configs.named(config.ikev2().profiles(), "P"),
                identity,
                null,
                null,
                new Endpoint(ip("198.51.100.1"), 4500),
                new Endpoint(ip("198.51.100.7"), 4500));
    }

    private static <T> T found(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found<T>) answer).value();
    }

    private static void assertRefused(Answer<?> answer, Reason reason) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused<?>) answer).refusal().reason()).isEqualTo(reason);
    }

    private static <T> Answer<T> await(Consumer<Consumer<Answer<T>>> call) throws Exception {
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        call.accept(answer::complete);
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }
}
