package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.server.EapServer;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.access.AccessReply;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.snapshot.SnapshotFixture;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/** The bounds of what is remembered between packets. */
class ConversationsTest {

    private static final long ROUND_MS = 30_000;

    private final Conversations conversations = new Conversations(8, ROUND_MS);
    private int made;

    /** One that has been answered so many times. */
    private Conversation conversation(int round, long nowMs) {
        var snapshot = new SnapshotFixture().nas("127.0.0.0/8").build();
        RadiusPacket packet =
                new RadiusPacket(
                        Code.ACCESS_REQUEST, 1, Octets.wrap(new byte[16]), Attributes.EMPTY);
        AccessReply nobody =
                new AccessReply() {
                    @Override
                    public void answer(byte[] octets) {}

                    @Override
                    public void busy() {}
                };
        EapRequest request =
                new EapRequest(
                        packet,
                        AccessRequest.of(packet, SnapshotFixture.SECRET),
                        Objects.requireNonNull(
                                snapshot.nas(InetAddress.getLoopbackAddress()), "no NAS"),
                        SnapshotFixture.SECRET,
                        InetAddress.getLoopbackAddress(),
                        snapshot,
                        0,
                        nowMs,
                        nobody);
        EapPasswords passwords = EapBench.passwords();
        EapLogin login =
                new EapLogin(new Realms(List.of()), EapBench.noTrust(), passwords, request);
        EapServer server =
                new EapServer(
                        new EapServer.Settings(
                                List.of(EapType.MSCHAPV2),
                                _ -> {
                                    throw new IllegalStateException("no TLS here");
                                },
                                1_000,
                                60),
                        login,
                        byte[]::new);
        Octets id = Octets.of(made >> 8, made++ & 0xff);
        Conversation conversation = new Conversation(id, server, login, request);
        for (int i = 0; i < round; i++) conversation.nextRound();
        return conversation;
    }

    private Conversation parked(int round, long nowMs) {
        Conversation conversation = conversation(round, nowMs);
        assertThat(conversations.park(conversation, nowMs)).isTrue();
        return conversation;
    }

    private Conversations.Found take(Conversation conversation, int round, long nowMs) {
        return conversations.take(new StateTokens.Token(conversation.id(), round), nowMs);
    }

    @Test
    void aStateServesOnce() {
        Conversation one = parked(1, 0);
        assertThat(take(one, 1, 5)).isEqualTo(new Conversations.Found.Taken(one));
        assertThat(take(one, 1, 5)).isEqualTo(new Conversations.Found.Busy());
        one.nextRound();
        conversations.park(one, 5);
        assertThat(take(one, 1, 6)).isEqualTo(new Conversations.Found.Used());
        assertThat(take(one, 2, 6)).isEqualTo(new Conversations.Found.Taken(one));
        conversations.end(one);
        assertThat(take(one, 2, 7)).isEqualTo(new Conversations.Found.Gone());
    }

    @Test
    void silenceEndsIt() {
        Conversation one = parked(2, 0);
        assertThat(conversations.expired(ROUND_MS - 1)).isEmpty();
        assertThat(take(one, 2, ROUND_MS)).isEqualTo(new Conversations.Found.Gone());
        assertThat(conversations.expired(ROUND_MS)).containsExactly(one);
        assertThat(conversations.size()).isZero();
    }

    @Test
    void aFloodOfNamesPushesOutNamesOnly() {
        Conversation good = parked(2, 0);
        for (int i = 0; i < 1_000; i++) parked(1, i);
        assertThat(conversations.size()).isEqualTo(5);
        assertThat(take(good, 2, 1_000)).isEqualTo(new Conversations.Found.Taken(good));
    }

    @Test
    void handshakesUnderWayGiveWayOnlyWhenIdle() {
        for (int i = 0; i < 4; i++) parked(2, 0);
        assertThat(conversations.park(conversation(2, 100), 100)).isFalse();
        assertThat(conversations.park(conversation(2, 100), Conversations.IDLE_MS)).isTrue();
        assertThat(conversations.size()).isEqualTo(4);
    }
}
