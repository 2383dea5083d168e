package io.flexaaa.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.authlog.TraceStep;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PskEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotFixture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

class AccessDeciderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Octets AUTHENTICATOR = Octets.ofHex("00112233445566778899aabbccddeeff");

    private final NasEntry nas = SnapshotFixture.nasEntry(1, "192.0.2.1", "cisco");
    private final Snapshot snapshot =
            new SnapshotFixture()
                    .peer("spoke1", SnapshotFixture.symmetric("key-of-spoke1", null))
                    .peer("cert1", null)
                    .peer("off", false, null, SnapshotFixture.symmetric("k", null), List.of())
                    .peer("over", true, NOW, SnapshotFixture.symmetric("k", null), List.of())
                    .peer("old", SnapshotFixture.symmetric("k", NOW.minusSeconds(1)))
                    .peer("later", SnapshotFixture.symmetric("k", NOW.plusSeconds(1)))
                    .peer("sealed", new PskEntry.Unreadable("another key", null))
                    .peer(
                            "huge",
                            true,
                            null,
                            null,
                            Collections.nCopies(20, "ip:interface-config=" + "x".repeat(220)))
                    .group("example.com")
                    .user("alice", "a-sentence-of-words")
                    .user("left", false, null, null, null, null)
                    .user("over-user", true, NOW, null, null, null)
                    .build();

    /** service: 5 Outbound, 1 Login, 2 Framed, - none. pairs: FlexVPN AV pairs. */
    @ParameterizedTest(name = "{0}: {1} {2} service {3} pairs {4} -> {5}")
    @CsvSource(
            textBlock =
                    """
                    PSK look-up,                spoke1,      cisco, 5, '',                          accept-peer
                    without Service-Type,       spoke1,      cisco, -, audit-session-id=x,          accept-peer
                    with phase-1 id only,       spoke1,      cisco, -, isakmp-phase1-id=spoke1.a.b, accept-peer
                    peer without PSK,           cert1,       cisco, 5, '',                          accept-peer
                    group,                      example.com, cisco, 5, '',                          accept-group
                    wrong password,             spoke1,      Cisco, 5, '',                          wrong-authorization-password
                    password with more,         spoke1,      cisco1,5, '',                          wrong-authorization-password
                    a login with cisco,         spoke1,      cisco, 1, '',                          lookup-password-at-login
                    a framed user with cisco,   spoke1,      cisco, 2, '',                          lookup-password-at-login
                    a login with FlexVPN pairs, spoke1,      cisco, 1, audit-session-id=x,          lookup-password-at-login
                    a login of old IOS,         spoke1,      cisco, -, '',                          lookup-password-at-login
                    a person's password,        bob,         Pa55,  1, '',                          login
                    unknown peer,               spoke9,      cisco, 5, '',                          unknown-peer
                    unknown: is the identity,   a.b,         cisco, 5, isakmp-phase1-id=a.b,        unknown-peer
                    unknown: its domain part,   b.c,         cisco, 5, isakmp-phase1-id=a.b.c,      unknown-group
                    unknown: its e-mail domain, b.c,         cisco, 5, isakmp-phase1-id=u@b.c,      unknown-group
                    unknown: IOS says group,    grp,         cisco, 5, isakmp-group-id=grp,         unknown-group
                    names are case-sensitive,   SPOKE1,      cisco, 5, '',                          unknown-peer
                    disabled,                   off,         cisco, 5, '',                          peer-disabled
                    validity over,              over,        cisco, 5, '',                          peer-expired
                    PSK expired,                old,         cisco, 5, '',                          psk-expired
                    PSK expires in a second,    later,       cisco, 5, '',                          accept-peer
                    PSK under another key,      sealed,      cisco, 5, '',                          psk-unreadable
                    more than a packet holds,   huge,        cisco, 5, '',                          reply-too-large
                    a user's attributes,        alice,       cisco, 5, '',                          accept-user
                    of one who left,            left,        cisco, 5, '',                          user-disabled
                    of one whose time is over,  over-user,   cisco, 5, '',                          user-expired
                    a user behind a hub,        alice,       Pa55,  -, audit-session-id=x,          login
                    a user with Outbound,       alice,       Pa55,  5, '',                          wrong-authorization-password
                    cisco for a user,           alice,       cisco, 1, '',                          lookup-password-at-login
                    no name,                    '',          cisco, 5, '',                          no-user-name
                    """)
    void decides(
            String what,
            String name,
            String password,
            String service,
            String pairs,
            String wanted) {
        Attributes.Builder a = Attributes.builder();
        if (!name.isEmpty()) a.string(Attr.USER_NAME, name);
        a.add(Attr.USER_PASSWORD, hidden(password));
        if (!service.equals("-")) a.u32(Attr.SERVICE_TYPE, Long.parseLong(service));
        if (!pairs.isEmpty()) a.avPair(pairs);
        assertThat(decide(a.build(), null)).as(what).isEqualTo(wanted);
    }

    @Test
    void aTerminalLineIsALoginWhateverPairsItCarries() {
        Attributes a =
                lookUp("spoke1")
                        .string(Attr.NAS_PORT_ID, "tty2")
                        .avPair("audit-session-id=x")
                        .build();
        assertThat(decide(a, null)).isEqualTo("lookup-password-at-login");
    }

    @Test
    void anotherNameInASessionThatHasItsPeerIsAGroup() {
        Attributes a = lookUp("nobody").u32(Attr.SERVICE_TYPE, 5).build();
        assertThat(decide(a, "spoke1")).isEqualTo("unknown-group");
        assertThat(decide(a, null)).isEqualTo("unknown-peer");
    }

    @Test
    void credentialsOtherThanOnePasswordNeverPass() {
        Octets chap = Octets.wrap(new byte[17]);
        Attributes.Builder outbound =
                Attributes.builder().string(Attr.USER_NAME, "spoke1").u32(Attr.SERVICE_TYPE, 5);
        Attributes base = outbound.build();
        assertThat(decide(base, null)).isEqualTo("no-password");
        assertThat(decide(with(base, Attr.CHAP_PASSWORD, chap), null)).isEqualTo("login");
        assertThat(decide(with(base, Attr.EAP_MESSAGE, Octets.of(2, 1, 0, 5, 1)), null))
                .isEqualTo("eap-not-served");
        Attributes pap = with(base, Attr.USER_PASSWORD, hidden("cisco"));
        assertThat(decide(with(pap, Attr.CHAP_PASSWORD, chap), null))
                .isEqualTo("mixed-credentials");
        assertThat(decide(with(pap, Attr.USER_PASSWORD, hidden("wrong")), null))
                .isEqualTo("mixed-credentials");
        for (int length : new int[] {0, 15, 17, 144, 253}) {
            Octets odd = Octets.wrap(new byte[length]);
            assertThat(decide(with(base, Attr.USER_PASSWORD, odd), null))
                    .as("User-Password of %d octets", length)
                    .isEqualTo("malformed-password");
        }
        Attributes twoNames = with(pap, Attr.USER_NAME, Octets.ofUtf8("spoke1"));
        assertThat(decide(twoNames, null)).isEqualTo("no-user-name");
    }

    @Test
    void everyRefusalEndsItsTraceAtTheFailedStepWithACure() {
        for (String name : List.of("spoke9", "off", "over", "old", "sealed", "huge")) {
            AccessRequest request =
                    AccessRequest.of(
                            packet(lookUp(name).u32(Attr.SERVICE_TYPE, 5).build()),
                            SnapshotFixture.SECRET);
            Verdict verdict = AccessDecider.decide(request, nas, snapshot, null, 0, NOW);
            List<TraceStep> trace =
                    AccessTrace.of(
                            request,
                            nas,
                            MessageAuthenticator.GOOD,
                            verdict,
                            false,
                            snapshot,
                            NOW,
                            null);
            assertThat(trace.getLast().ok()).as(name).isFalse();
            assertThat(trace.getLast().cure()).as(name).isNotBlank();
            assertThat(trace.subList(0, trace.size() - 1)).as(name).allMatch(TraceStep::ok);
        }
    }

    private String decide(Attributes attributes, @Nullable String peerOfSession) {
        AccessRequest request = AccessRequest.of(packet(attributes), SnapshotFixture.SECRET);
        return switch (AccessDecider.decide(request, nas, snapshot, peerOfSession, 0, NOW)) {
            case Verdict.AcceptPeer _ -> "accept-peer";
            case Verdict.AcceptGroup _ -> "accept-group";
            case Verdict.AcceptUser _ -> "accept-user";
            case Verdict.Login _ -> "login";
            case Verdict.AcceptLogin _, Verdict.Challenge _, Verdict.Busy _ -> "undue";
            case Verdict.Reject(Reason reason) -> reason.code();
        };
    }

    private static Attributes.Builder lookUp(String name) {
        return Attributes.builder()
                .string(Attr.USER_NAME, name)
                .add(Attr.USER_PASSWORD, hidden("cisco"));
    }

    private static Attributes with(Attributes base, int type, Octets value) {
        return Attributes.builder().addAll(base).add(type, value).build();
    }

    private static RadiusPacket packet(Attributes attributes) {
        return new RadiusPacket(Code.ACCESS_REQUEST, 1, AUTHENTICATOR, attributes);
    }

    private static Octets hidden(String password) {
        return Octets.wrap(
                PapHiding.hide(
                        password.getBytes(StandardCharsets.UTF_8),
                        SnapshotFixture.SECRET,
                        AUTHENTICATOR));
    }
}
