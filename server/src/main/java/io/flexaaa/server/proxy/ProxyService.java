package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.authlog.DecisionRecorder;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Which requests go to another server, and what comes of them. */
@Service
public class ProxyService {
    private static final Logger log = LoggerFactory.getLogger(ProxyService.class);
    private final Realms realms;
    private final ProxyEngine engine;
    private final DecisionRecorder decisions;
    private final SessionOrigins origins;

    /** In every Proxy-State of this process; who sees it again has a loop. */
    private final Octets tag;

    ProxyService(
            Realms realms, ProxyEngine engine, DecisionRecorder decisions, SessionOrigins origins) {
        this.realms = realms;
        this.engine = engine;
        this.decisions = decisions;
        this.origins = origins;
        byte[] octets = new byte[8];
        new SecureRandom().nextBytes(octets);
        this.tag = Octets.ofUtf8(HexFormat.of().formatHex(octets));
    }

    /** One request as it came. */
    public record Incoming(
            RadiusPacket packet,
            NasEntry nas,
            Secret secret,
            InetAddress source,
            Snapshot snapshot,
            long receivedNanos,
            long nowMs) {}

    /** Whether there is any realm; asked for every request, so it costs one read. */
    public boolean active() {
        return !realms.current().isEmpty();
    }

    /**
     * Takes the request when its realm is another server's.
     *
     * @return false: it is to be answered here
     */
    public boolean forward(Incoming in, ProxyReply reply) {
        RealmEntry realm = realm(in);
        if (realm == null) return false;
        AccessRequest request = AccessRequest.of(in.packet(), in.secret());
        if (request.isLookup() && !realm.settings().lookUps()) return false;
        if (ProxyPackets.looped(in.packet(), tag)) {
            log.warn(
                    "realm {}: a request of NAS {} for {} came back: two servers send it to each"
                            + " other; check the realm on both",
                    realm.settings().name(),
                    in.nas().name(),
                    request.userName());
            reply.silent(ProxyFailure.LOOP);
            return true;
        }
        UserEntry user = user(in.snapshot(), realm, request.userName());
        if (realm.settings().reply() != ReplyMode.HOME && user != null && !usable(user, in)) {
            reply.answer(
                    RadiusSigner.reply(
                            Code.ACCESS_REJECT, in.packet(), Attributes.EMPTY, in.secret(), true));
            in.nas().tally().rejects.increment();
            record(in, request, realm, DecisionResult.REJECT, "proxy-local-user-off", null);
            return true;
        }
        Secret password =
                request.credential() instanceof AccessRequest.Credential.Password(byte[] octets)
                        ? Secret.wrap(octets)
                        : null;
        var order =
                new ProxyEngine.Order(
                        realm,
                        content(in, password),
                        ProxyPackets.request(in.packet(), homeName(realm, in, request), tag),
                        password,
                        ProxyPackets.state(in.packet()),
                        new NasWaiter(in, request, local(in.snapshot(), realm, user), reply));
        if (!engine.submit(order)) reply.silent(ProxyFailure.BUSY);
        return true;
    }

    /** After the record was stored here, so that a home server that is away costs nothing. */
    public void account(Incoming in) {
        RealmEntry realm = realm(in);
        if (realm == null || !realm.settings().forwardAccounting()) return;
        if (ProxyPackets.looped(in.packet(), tag)) return;
        String name = String.valueOf(in.packet().attributes().string(Attr.USER_NAME));
        engine.account(realm, ProxyPackets.request(in.packet(), realm.homeUserName(name), tag));
    }

    /**
     * With EAP the User-Name is the identity inside (RFC 3579 §2.1), which cannot be shortened: a
     * home server that compares them would refuse.
     */
    private static String homeName(RealmEntry realm, Incoming in, AccessRequest request) {
        return in.packet().attributes().has(Attr.EAP_MESSAGE)
                ? request.userName()
                : realm.homeUserName(request.userName());
    }

    private @Nullable RealmEntry realm(Incoming in) {
        String name = in.packet().attributes().string(Attr.USER_NAME);
        return name == null || name.isEmpty() ? null : realms.find(name, in.nas().name());
    }

    private final class NasWaiter implements ProxyEngine.Waiter {
        private final Incoming in;
        private final AccessRequest request;
        private final Attributes local;
        private final ProxyReply reply;

        NasWaiter(Incoming in, AccessRequest request, Attributes local, ProxyReply reply) {
            this.in = in;
            this.request = request;
            this.local = local;
            this.reply = reply;
        }

        @Override
        public RadiusPacket packet() {
            return in.packet();
        }

        @Override
        public void answered(
                RealmEntry realm,
                RealmEntry.HomeEntry home,
                RadiusPacket answer,
                Octets homeAuthenticator,
                int salt) {
            try {
                Attributes attributes =
                        ProxyPackets.reply(
                                realm,
                                answer,
                                new ProxyPackets.Hop(home.secret(), homeAuthenticator),
                                new ProxyPackets.Hop(in.secret(), in.packet().authenticator()),
                                local,
                                salt);
                byte[] octets =
                        RadiusSigner.reply(
                                answer.code(), in.packet(), attributes, in.secret(), true);
                note(answer, attributes);
                reply.answer(octets);
                DecisionResult result = result(answer.code());
                record(
                        in,
                        request,
                        realm,
                        result,
                        result == DecisionResult.REJECT ? "proxy-home-rejected" : "",
                        home);
            } catch (DecodeException | IllegalArgumentException e) {
                log.warn(
                        "realm {}: the reply of home {} for {} cannot be passed on: {}",
                        realm.settings().name(),
                        home,
                        request.userName(),
                        e.getMessage());
                reply.silent(ProxyFailure.BAD_REPLY);
                record(in, request, realm, DecisionResult.DROP, "proxy-bad-reply", home);
            }
        }

        private void note(RadiusPacket answer, Attributes attributes) {
            if (answer.code() == Code.ACCESS_REJECT) in.nas().tally().rejects.increment();
            if (answer.code() != Code.ACCESS_ACCEPT) return;
            in.nas().tally().accepts.increment();
            String audit = request.auditSessionId();
            if (audit != null) origins.peer(audit, request.userName(), attributes);
        }

        @Override
        public void failed(RealmEntry realm, ProxyFailure why) {
            reply.silent(why);
            record(in, request, realm, DecisionResult.DROP, "proxy-no-answer", null);
        }
    }

    private static DecisionResult result(Code code) {
        return switch (code) {
            case ACCESS_ACCEPT -> DecisionResult.ACCEPT;
            case ACCESS_CHALLENGE -> DecisionResult.CHALLENGE;
            default -> DecisionResult.REJECT;
        };
    }

    private void record(
            Incoming in,
            AccessRequest request,
            RealmEntry realm,
            DecisionResult result,
            String reason,
            RealmEntry.@Nullable HomeEntry home) {
        long micros = (System.nanoTime() - in.receivedNanos()) / 1_000;
        decisions.record(
                result,
                reason,
                micros,
                () -> ProxyTrace.decision(in, request, realm, result, reason, home, micros));
    }

    private static @Nullable UserEntry user(Snapshot snapshot, RealmEntry realm, String name) {
        UserEntry whole = snapshot.user(name);
        return whole != null ? whole : snapshot.user(realm.homeUserName(name));
    }

    private static boolean usable(UserEntry user, Incoming in) {
        var until = user.validUntil();
        return user.enabled() && (until == null || in.nowMs() < until.toEpochMilli());
    }

    private static Attributes local(Snapshot snapshot, RealmEntry realm, @Nullable UserEntry user) {
        if (realm.settings().reply() == ReplyMode.HOME) return Attributes.EMPTY;
        Attributes.Builder out = Attributes.builder();
        String groupName = realm.settings().group();
        GroupEntry group = groupName == null ? null : snapshot.group(groupName);
        if (group != null) out.addAll(group.attributes());
        if (user != null) out.addAll(user.attributes());
        return out.build();
    }

    /**
     * What makes two requests the same log-in: all that does not change when a NAS asks again, be
     * it with a new identifier and authenticator.
     */
    private static Octets content(Incoming in, @Nullable Secret password) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(
                    String.valueOf(in.nas().id())
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Attribute attribute : in.packet().attributes()) {
                switch (attribute.type()) {
                    case Attr.MESSAGE_AUTHENTICATOR,
                            Attr.USER_PASSWORD,
                            Attr.EVENT_TIMESTAMP,
                            Attr.ACCT_DELAY_TIME -> {
                        // Differ from one transmission to the next.
                    }
                    default -> {
                        hash.update((byte) attribute.type());
                        hash.update((byte) attribute.value().length());
                        hash.update(attribute.value().toArray());
                    }
                }
            }
            if (in.packet().attributes().has(Attr.CHAP_PASSWORD)
                    && !in.packet().attributes().has(Attr.CHAP_CHALLENGE)) {
                hash.update(in.packet().authenticator().toArray());
            }
            if (password != null) hash.update(password.reveal());
            return Octets.wrap(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
