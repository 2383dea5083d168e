package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessReply;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.access.Grants;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.certificate.ClientTrust;
import io.flexaaa.server.certificate.TrustFixture;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotFixture;
import io.flexaaa.server.snapshot.UserEntry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The whole EAP half of the server behind a UDP socket, without Spring and database. */
final class EapBench implements AutoCloseable {

    static final String SECRET = SnapshotFixture.SECRET.revealUtf8();

    private final DatagramSocket socket;
    private final EapService service;
    private final Snapshot snapshot;
    private final NasEntry nas;
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();

    EapBench(EapProperties properties, Snapshot snapshot, TrustFixture trust) throws IOException {
        this.snapshot = snapshot;
        this.nas =
                Objects.requireNonNull(snapshot.nas(InetAddress.getByName("127.0.0.1")), "no NAS");
        Clock clock = Clock.systemUTC();
        EapTls tls = new EapTls(trust.identities(), trust.trust(), clock, properties);
        EapDecisions log =
                new EapDecisions(
                        (result, reason, micros, lazy) -> decisions.add(lazy.render()),
                        new SimpleMeterRegistry());
        this.service =
                new EapService(
                        properties,
                        tls,
                        trust.trust(),
                        new TestPasswords(),
                        new TestGrants(),
                        log,
                        clock,
                        new SimpleMeterRegistry());
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("eap-bench").start(this::receive);
    }

    static EapProperties properties(String... methods) {
        return properties(EapProperties.Provider.AUTO, methods);
    }

    static EapProperties properties(EapProperties.Provider tls, String... methods) {
        return new EapProperties(
                List.of(methods), List.of("1.3", "1.2"), tls, List.of(), 1_400, 60, 30, 64, 64);
    }

    /** Which serves the names of one realm, kept without it. */
    static EapProperties ofRealm(String realm, String... methods) {
        return new EapProperties(
                List.of(methods),
                List.of("1.3", "1.2"),
                EapProperties.Provider.AUTO,
                List.of(realm),
                1_400,
                60,
                30,
                64,
                64);
    }

    static EapPasswords passwords() {
        return new TestPasswords();
    }

    /** Trusts nobody. */
    static ClientTrust noTrust() {
        return TrustFixture.nobody();
    }

    int port() {
        return socket.getLocalPort();
    }

    EapService service() {
        return service;
    }

    Decision last() {
        return decisions.getLast();
    }

    List<Decision> decisions() {
        return decisions;
    }

    private void receive() {
        byte[] buffer = new byte[8_192];
        while (!socket.isClosed()) {
            DatagramPacket in = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(in);
                RadiusPacket packet =
                        RadiusCodec.decode(
                                Arrays.copyOf(buffer, in.getLength()), 0, in.getLength());
                answer(packet, in);
            } catch (SocketException e) {
                return;
            } catch (IOException | DecodeException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void answer(RadiusPacket packet, DatagramPacket from) {
        Secret secret = SnapshotFixture.SECRET;
        var to = from.getSocketAddress();
        AccessReply reply =
                new AccessReply() {
                    @Override
                    public void answer(byte[] octets) {
                        try {
                            socket.send(new DatagramPacket(octets, octets.length, to));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    @Override
                    public void busy() {}
                };
        service.answer(
                new EapRequest(
                        packet,
                        AccessRequest.of(packet, secret),
                        nas,
                        secret,
                        InetAddress.getLoopbackAddress(),
                        snapshot,
                        System.nanoTime(),
                        System.currentTimeMillis(),
                        reply));
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Without locks and codes, which have their own tests. */
    private static final class TestPasswords implements EapPasswords {
        @Override
        public Checked check(
                EapRequest request, UserEntry user, Secret given, @Nullable Octets state) {
            Secret password = user.password();
            Argon2Hash hash = user.hash();
            boolean right =
                    password != null
                            ? password.matches(given)
                            : hash != null && hash.matches(given);
            return right ? new Checked.Right() : new Checked.Wrong(Reason.WRONG_PASSWORD);
        }

        @Override
        public @Nullable Reason standing(EapRequest request, UserEntry user) {
            return null;
        }

        @Override
        public void tried(UserEntry user, boolean right, long nowMs) {}

        @Override
        public void accepted(EapRequest request, EapAccount account, Attributes granted) {}
    }

    /** Their own attributes; policy and pools have their own tests. */
    private static final class TestGrants implements Grants {
        @Override
        public void grant(UserEntry user, At at, Consumer<Grant> done) {
            done.accept(new Grant.Given(user.attributes(), user.octets()));
        }

        @Override
        public void grant(PeerEntry peer, At at, Consumer<Grant> done) {
            done.accept(new Grant.Given(peer.attributes(), peer.octets()));
        }
    }
}
