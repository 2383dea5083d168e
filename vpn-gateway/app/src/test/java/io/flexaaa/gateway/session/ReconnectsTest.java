package io.flexaaa.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.aaa.SessionFacts;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.ConfigurationAttribute;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/** Tickets and waiting sessions, on a clock of the test's own. */
class ReconnectsTest {
    private static final List<ConfigurationAttribute> ASKED =
            List.of(ConfigurationAttribute.request(VendorAttribute.RECONNECT_TOKEN_ID.type()));
    private static final Reason DEAD = new Reason.PeerDead(6);

    private final Reconnects reconnects = new Reconnects();

    @Test
    void aSessionIsKeptForItsTimeAndNotLonger() {
        Session session = session(1, "reconnect timeout 600");
        reconnects.issue(session, ASKED);
        Reconnects.Ticket ticket = Objects.requireNonNull(session.ticket);
        assertThat(reconnects.park(session, DEAD, 1_000)).isTrue();
        assertThat(reconnects.expired(600_999)).isEmpty();
        assertThat(reconnects.asked(PeerIdentity.keyId(ticket.id()))).isSameAs(session);
        assertThat(reconnects.expired(601_000)).containsExactly(session);
        assertThat(reconnects.remove(1)).isSameAs(session);
        assertThat(reconnects.asked(PeerIdentity.keyId(ticket.id()))).isNull();
        assertThat(reconnects.counts()).isEqualTo(new ReconnectCounts(2, 0, 1, 0, 0));
    }

    @Test
    void whoLeavesOnPurposeIsNotKept() {
        Session session = session(1, "reconnect");
        reconnects.issue(session, ASKED);
        assertThat(reconnects.park(session, new Reason.PeerDeleted(), 0)).isFalse();
        assertThat(reconnects.park(session, new Reason.Shutdown(), 0)).isFalse();
        session.up = false;
        assertThat(reconnects.park(session, DEAD, 0)).isFalse();
    }

    @Test
    void noTicketWithoutTheLineTheQuestionOrByPreSharedKey() {
        Session plain = session(1, "lifetime 300");
        reconnects.issue(plain, ASKED);
        assertThat(plain.ticket).isNull();
        Session silent = session(2, "reconnect");
        reconnects.issue(silent, List.of());
        assertThat(silent.ticket).isNull();
        Session psk = session(3, "reconnect");
        psk.method = Method.PSK;
        reconnects.issue(psk, ASKED);
        assertThat(psk.ticket).isNull();
        assertThat(reconnects.park(psk, DEAD, 0)).isFalse();
    }

    @Test
    void theTokenIsLongAndNeverInPrint() {
        Session session = session(1, "reconnect");
        reconnects.issue(session, ASKED);
        Reconnects.Ticket first = Objects.requireNonNull(session.ticket);
        assertThat(first.token()).hasSize(64);
        assertThat(first.toString()).doesNotContain(first.token());
        reconnects.issue(session, ASKED);
        assertThat(Objects.requireNonNull(session.ticket).token()).isNotEqualTo(first.token());
        assertThat(reconnects.asked(PeerIdentity.keyId(first.id()))).isNull();
    }

    private static Session session(long id, String line) {
        Ikev2Profile profile =
                Objects.requireNonNull(
                        Configs.of("crypto ikev2 profile P\n " + line + "\n")
                                .ikev2()
                                .profiles()
                                .get("P"));
        Endpoint at = new Endpoint(InetAddress.ofLiteral("198.51.100.7"), 500);
        Session session =
                new Session(
                        new SessionFacts(
                                id,
                                "a" + id,
                                "s" + id,
                                profile,
                                PeerIdentity.keyId("x"),
                                null,
                                null,
                                at,
                                at));
        session.method = Method.EAP;
        session.up = true;
        return session;
    }
}
