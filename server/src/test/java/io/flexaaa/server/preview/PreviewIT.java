package io.flexaaa.server.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.identity.GroupService;
import io.flexaaa.server.identity.GroupWrite;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.policy.ConditionalSet.When;
import io.flexaaa.server.preview.PolicyPreview.LookUp;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.transport.Radclient;
import io.flexaaa.server.web.Api;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The preview against what radclient really gets, and policy tests that stop a save. */
@ServerTest
class PreviewIT {
    private static final String SECRET = "preview-secret";
    private static final String HUB = "127.0.0.51";
    private static final String PEER = "pre17.branch.example";

    @Autowired private PreviewService previews;
    @Autowired private PeerService peers;
    @Autowired private GroupService groups;
    @Autowired private NasService nas;
    @Autowired private SnapshotService snapshot;
    @Autowired private Api api;

    @Autowired private SessionService sessions;

    @Value("${flexaaa.radius.auth-ports}")
    private int port;

    @Value("${flexaaa.radius.acct-ports}")
    private int acctPort;

    @BeforeEach
    void site() throws Exception {
        nas.put(
                "pre-hub",
                new NasWrite(
                        null,
                        HUB,
                        SECRET,
                        null,
                        true,
                        null,
                        null,
                        300,
                        true,
                        Map.of("mtu", "1400"),
                        null),
                null);
        groups.put(
                "pre-parent",
                new GroupWrite(
                        null,
                        List.of(
                                "ipsec:default-domain=parent.example",
                                "ip:interface-config=ip mtu {{nas.mtu}}",
                                "ipsec:banner=for {{peer.hostname}}"),
                        "PARENT-POOL"),
                null);
        groups.put(
                "branch.example",
                new GroupWrite(
                        null,
                        List.of("ipsec:default-domain=child.example"),
                        null,
                        "pre-parent",
                        null,
                        null,
                        List.of(
                                conditional(List.of("pre-hub"), "ipsec:dns-servers=10.9.9.9"),
                                conditional(
                                        List.of("elsewhere"), "ipsec:split-dns=never.example"))),
                null);
        peers.put("pre17", peer("10.7.0.17", "ipsec:default-domain=own.example"), null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void thePreviewIsWhatTheHubGets() {
        ProfileOptions profile = profile(false);
        PolicyPreview preview = previews.of(PEER, "pre-hub", profile);
        assertThat(preview.accepted()).as(preview.sentence()).isTrue();
        assertThat(preview.lookUps()).extracting(LookUp::purpose).containsExactly("psk", "group");
        assertThat(preview.lookUps())
                .extracting(LookUp::userName)
                .containsExactly("pre17", "branch.example");
        assertThat(preview.lookUps().getFirst().how()).contains("fqdn hostname");
        for (LookUp lookUp : preview.lookUps()) {
            Radclient.Reply reply = ask(lookUp.userName());
            assertThat(reply.accepted()).isTrue();
            assertThat(reply.avPairs())
                    .containsExactlyElementsOf(
                            lookUp.attributes().stream()
                                    .filter(a -> a.type() == Attr.VENDOR_SPECIFIC)
                                    .map(PolicyPreview.AttributeView::value)
                                    .toList());
            assertThat(reply.attributes()).hasSameSizeAs(lookUp.attributes());
            for (int i = 0; i < reply.attributes().size(); i++) {
                String name = reply.attributes().get(i).split("[: ]")[0];
                assertThat(lookUp.attributes().get(i).name()).isEqualTo(name);
            }
        }
        assertThat(preview.toString()).doesNotContain("preview-key");
        assertThat(ask("pre17").output()).contains("preview-key");
    }

    @Test
    void theMergeSaysWhoWonOverWhom() {
        PolicyPreview.EffectiveValue domain = value(profile(false), "ipsec:default-domain");
        assertThat(domain.value()).isEqualTo("own.example");
        assertThat(domain.source()).isEqualTo("implicit");
        assertThat(domain.beaten())
                .containsExactly(new PolicyPreview.BeatenValue("child.example", "group"));
        PolicyPreview.EffectiveValue reversed = value(profile(true), "ipsec:default-domain");
        assertThat(reversed.value()).isEqualTo("child.example");
        assertThat(reversed.source()).isEqualTo("group");
        assertThat(value(profile(false), "ip:interface-config").value()).isEqualTo("ip mtu 1400");
        assertThat(value(profile(false), "ipsec:banner").value()).isEqualTo("for pre17");
        assertThat(value(profile(false), "ipsec:dns-servers").value()).isEqualTo("10.9.9.9");
        assertThat(previews.of(PEER, "pre-hub", profile(false)).effective())
                .noneMatch(v -> v.name().equals("ipsec:split-dns"));
    }

    @Test
    void withoutCachedWhatCameWithTheKeyIsNotUsed() {
        ProfileOptions profile =
                new ProfileOptions(
                        "psk",
                        null,
                        false,
                        "fqdn hostname",
                        null,
                        null,
                        null,
                        "fqdn domain",
                        null,
                        null);
        PolicyPreview preview = previews.of(PEER, "pre-hub", profile);
        assertThat(preview.effective()).noneMatch(v -> v.source().equals("implicit"));
        assertThat(preview.notes()).anyMatch(n -> n.contains("cached"));
    }

    @Test
    void anUnknownIdentityIsPreviewedAsTheRejectItWouldBe() {
        PolicyPreview preview = previews.of("nobody.example", "pre-hub", ProfileOptions.DEFAULT);
        assertThat(preview.accepted()).isFalse();
        assertThat(preview.lookUps().getFirst().reason()).isEqualTo("unknown-peer");
        assertThat(ask("nobody.example").code()).isEqualTo("Access-Reject");
        var browser = api.signedIn(Role.AUDITOR);
        var answer =
                browser.get(
                        "/api/v1/policy/preview?peer="
                                + PEER
                                + "&nas=pre-hub&method=psk"
                                + "&pskMangler=fqdn%20hostname&groupMangler=fqdn%20domain");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.at("/lookUps/0/result")).isEqualTo("accept");
        assertThat(browser.get("/api/v1/policy/preview?peer=a&nas=nowhere").status())
                .isEqualTo(404);
        assertThat(browser.get("/api/v1/policy/preview?peer=a&nas=pre-hub&method=magic").status())
                .isEqualTo(422);
    }

    @Test
    void aDryRunCountsTheLiveSessionsItWouldChange() {
        ask("pre17");
        ask("branch.example");
        account("Start");
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> sessions.online("pre17"));
        try {
            var browser = api.signedIn(Role.ADMIN);
            String peer =
                    """
                    {"group":"branch.example","framedIp":"%s","avPairs":["ipsec:default-domain=own.example"]}\
                    """;
            assertThat(dry(browser, "peers/pre17", peer.formatted("10.7.0.99"))).isEqualTo("1");
            assertThat(dry(browser, "peers/pre17", peer.formatted("10.7.0.17"))).isEqualTo("0");
            assertThat(peers.get("pre17").framedIp()).isEqualTo("10.7.0.17");
            // The session's group is the child; what the parent says reaches it.
            String parent = "{\"avPairs\":[\"ip:interface-config=ip mtu %s\"]}";
            assertThat(dry(browser, "groups/pre-parent", parent.formatted("1300"))).isEqualTo("1");
            assertThat(groups.get("pre-parent").framedPool()).isEqualTo("PARENT-POOL");
        } finally {
            account("Stop");
        }
    }

    private static String dry(Api.Browser browser, String path, String body) {
        var answer = browser.put("/api/v1/" + path + "?dryRun=true", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().at("/liveSessions").asString();
    }

    private void account(String status) {
        Radclient.ask(
                HUB,
                acctPort,
                "acct",
                SECRET,
                "User-Name = \"" + PEER + "\"",
                "Acct-Status-Type = " + status,
                "Acct-Session-Id = \"preview-1\"",
                "Cisco-AVPair = \"audit-session-id=preview-1\"");
    }

    @Test
    void theDecisionSaysHowTheNameWasMadeAndIsFoundByTime() {
        Instant before = Instant.now().minusSeconds(60);
        ask("pre17");
        var browser = api.signedIn(Role.AUDITOR);
        String path = "/api/v1/decisions?peer=pre17&nas=pre-hub&limit=1&from=";
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> !browser.get(path + before).at("/items/0/id").isEmpty());
        String trace = browser.get(path + before).json().at("/items/0/trace").toString();
        assertThat(trace)
                .contains("how the name was made")
                .contains("fqdn hostname")
                .contains(PEER);
        Instant later = Instant.now().plusSeconds(3600);
        assertThat(browser.get(path + later).json().at("/items").size()).isZero();
        assertThat(browser.get(path + before + "&to=" + before).json().at("/items").size())
                .isZero();
        assertThat(browser.get(path + "yesterday").status()).isBetween(400, 422);
    }

    @Test
    void aPlaceholderWithoutValueIsRefusedAtOnceOrAtTheRequest() throws Exception {
        assertThatThrownBy(() -> peers.put("pre18", peer(null, "ipsec:banner={{peer.site}}"), null))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("{{peer.site}}");
        assertThatThrownBy(() -> peers.put("pre18", peer(null, "ipsec:banner={{hub.name}}"), null))
                .isInstanceOf(Problem.Invalid.class);
        peers.put("pre18", peer(null, "ipsec:banner={{nas.colour}}"), null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(30))).isTrue();
        assertThat(ask("pre18").code()).isEqualTo("Access-Reject");
        LookUp lookUp =
                previews.of("pre18", "pre-hub", ProfileOptions.DEFAULT).lookUps().getFirst();
        assertThat(lookUp.reason()).isEqualTo("template-unresolved");
        assertThat(lookUp.sentence()).contains("{{nas.colour}} has no value at NAS pre-hub");
    }

    @Test
    void aWriteThatDoesNotKnowTheNewFieldsLeavesThem() {
        var browser = api.signedIn(Role.ADMIN);
        assertThat(browser.put("/api/v1/groups/branch.example", "{\"avPairs\":[]}").status())
                .isEqualTo(200);
        assertThat(groups.get("branch.example").parent()).isEqualTo("pre-parent");
        assertThat(groups.get("branch.example").conditional()).hasSize(2);
        String empty = "{\"avPairs\":[],\"parent\":\"\",\"conditional\":[]}";
        assertThat(browser.put("/api/v1/groups/branch.example", empty).status()).isEqualTo(200);
        assertThat(groups.get("branch.example").parent()).isNull();
        assertThat(groups.get("branch.example").conditional()).isEmpty();
        String bad =
                """
                {"conditional":[{"when":{"days":["someday"],"zone":"UTC"},"avPairs":["ipsec:pfs=maybe"]}]}\
                """;
        var answer = browser.put("/api/v1/groups/branch.example", bad);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(browser.put("/api/v1/groups/branch.example", bad.replace("maybe", "1")).body())
                .contains("someday");
    }

    @Test
    void parentsThatAreACircleAreRefused() {
        assertThatThrownBy(() ->
                        groups.put(
                                "pre-parent",
                                new GroupWrite(
                                        null, null, null, "branch.example", null, null, null),
                                null))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("takes over from pre-parent itself");
    }

    private PolicyPreview.EffectiveValue value(ProfileOptions profile, String name) {
        return previews.of(PEER, "pre-hub", profile).effective().stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ProfileOptions profile(boolean override) {
        return new ProfileOptions(
                "psk",
                override,
                true,
                "fqdn hostname",
                null,
                null,
                null,
                "fqdn domain",
                "198.51.100.7",
                null);
    }

    private static ConditionalSet conditional(List<String> nas, String pair) {
        return new ConditionalSet(
                new When(nas, null, null, null, null, null, null), List.of(pair), null);
    }

    private static PeerWrite peer(@Nullable String framedIp, String pair) {
        return new PeerWrite(
                null,
                true,
                "branch.example",
                new PskWrite(PskKind.SYMMETRIC, "preview-key", null, null, null),
                framedIp,
                null,
                null,
                null,
                List.of(pair),
                null,
                null);
    }

    private Radclient.Reply ask(String name) {
        return Radclient.ask(
                HUB,
                port,
                "auth",
                SECRET,
                "User-Name = \"" + name + "\"",
                "User-Password = \"cisco\"",
                "Service-Type = Outbound-User",
                "Calling-Station-Id = \"198.51.100.7\"",
                "Cisco-AVPair += \"audit-session-id=preview-1\"",
                "Cisco-AVPair += \"isakmp-phase1-id=" + PEER + "\"");
    }
}
