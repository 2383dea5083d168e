package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.server.DuplicateCache.Verdict;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessReply;
import io.flexaaa.server.access.AccessService;
import io.flexaaa.server.accounting.AccountingService;
import io.flexaaa.server.accounting.AcctParser;
import io.flexaaa.server.accounting.AcctRecord;
import io.flexaaa.server.accounting.AcctRefusal;
import io.flexaaa.server.proxy.ProxyFailure;
import io.flexaaa.server.proxy.ProxyReply;
import io.flexaaa.server.proxy.ProxyService;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotService;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;

/**
 * One datagram from arrival to answer: client, framing, authenticators, duplicates, then access or
 * accounting.
 */
@Component
class RequestHandler {

    private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

    private final SnapshotService snapshots;
    private final AccessService access;
    private final ProxyService proxy;
    private final AccountingService accounting;
    private final SessionOrigins origins;
    private final AddressTexts addresses = new AddressTexts();
    private final TunnelRejects rejects;
    private final UnknownSources unknown;
    private final Drops drops;
    private final ResponseMeters meters;
    private final Clock clock;

    RequestHandler(
            SnapshotService snapshots,
            AccessService access,
            ProxyService proxy,
            AccountingService accounting,
            SessionOrigins origins,
            TunnelRejects rejects,
            UnknownSources unknown,
            Drops drops,
            ResponseMeters meters,
            Clock clock) {
        this.snapshots = snapshots;
        this.access = access;
        this.proxy = proxy;
        this.accounting = accounting;
        this.origins = origins;
        this.rejects = rejects;
        this.unknown = unknown;
        this.drops = drops;
        this.meters = meters;
        this.clock = clock;
    }

    /** Where an answer goes; called at once, or later from the accounting thread. */
    @FunctionalInterface
    interface Reply {
        void send(InetSocketAddress to, byte[] octets);
    }

    void handle(
            Admission.Port port,
            byte[] buffer,
            int length,
            InetSocketAddress source,
            Duplicates duplicates,
            Reply reply) {
        long receivedNanos = System.nanoTime();
        long nowMs = clock.millis();
        Snapshot snapshot = snapshots.current();
        NasEntry nas = snapshot.nas(source.getAddress());
        if (nas == null) {
            unknown.count(source.getAddress(), nowMs);
            drops.count(DropReason.UNKNOWN_CLIENT);
            return;
        }
        nas.tally().requests.increment();
        nas.tally().heard(nowMs);
        Secret secret = nas.secret();
        if (!nas.enabled() || secret == null) {
            drops.count(
                    nas, nas.enabled() ? DropReason.NAS_WITHOUT_SECRET : DropReason.NAS_DISABLED);
            return;
        }
        admitted(
                Admission.check(port, buffer, length, secret, nas.requireMessageAuthenticator()),
                port,
                buffer,
                length,
                nas,
                secret,
                snapshot,
                source,
                duplicates,
                reply,
                receivedNanos,
                nowMs);
    }

    /** A packet from a connection whose NAS was found by its certificate. */
    void handleInsideTls(
            Admission.Port port,
            byte[] packet,
            NasEntry nas,
            Secret secret,
            InetSocketAddress source,
            Duplicates duplicates,
            Reply reply) {
        long nowMs = clock.millis();
        nas.tally().requests.increment();
        nas.tally().heard(nowMs);
        admitted(
                Admission.check(port, packet, packet.length, secret, false, true),
                port,
                packet,
                packet.length,
                nas,
                secret,
                snapshots.current(),
                source,
                duplicates,
                reply,
                System.nanoTime(),
                nowMs);
    }

    private void admitted(
            Admission.Result admission,
            Admission.Port port,
            byte[] buffer,
            int length,
            NasEntry nas,
            Secret secret,
            Snapshot snapshot,
            InetSocketAddress source,
            Duplicates duplicates,
            Reply reply,
            long receivedNanos,
            long nowMs) {
        // Accounting is stored, not decided; it waits for the database by itself.
        if (port == Admission.Port.AUTHENTICATION && snapshots.tooOld(receivedNanos)) {
            drops.count(nas, DropReason.SNAPSHOT_TOO_OLD);
            return;
        }
        switch (admission) {
            case Admission.Result.Refused(DropReason reason) ->
                    drops.refused(reason, nas, source, port, buffer, length, receivedNanos);
            case Admission.Result.Admitted request -> {
                Verdict verdict = duplicates.received(source, request.octets(), nowMs);
                switch (verdict) {
                    case Verdict.Absorb() -> drops.count(nas, DropReason.DUPLICATE_IN_PROGRESS);
                    case Verdict.Replay(byte[] octets) -> {
                        drops.replayed();
                        reply.send(source, octets);
                    }
                    case Verdict.Fresh(long ticket) -> {
                        Work work =
                                new Work(
                                        request,
                                        nas,
                                        secret,
                                        snapshot,
                                        source,
                                        duplicates,
                                        ticket,
                                        reply,
                                        meters,
                                        receivedNanos,
                                        nowMs);
                        try {
                            work(port, work);
                        } catch (RuntimeException e) {
                            // One request must not end the listener; the next copy is a new chance.
                            log.error("request of NAS {} failed", nas.name(), e);
                            drops.count(nas, DropReason.INTERNAL);
                            work.forget();
                        }
                    }
                }
            }
        }
    }

    private record Work(
            Admission.Result.Admitted request,
            NasEntry nas,
            Secret secret,
            Snapshot snapshot,
            InetSocketAddress source,
            Duplicates duplicates,
            long ticket,
            Reply reply,
            ResponseMeters meters,
            long receivedNanos,
            long nowMs) {

        void answer(byte[] octets) {
            duplicates.finished(source, request.octets(), ticket, octets);
            reply.send(source, octets);
            meters.answered(request.packet(), nas, octets, receivedNanos);
        }

        ProxyService.Incoming incoming() {
            return new ProxyService.Incoming(
                    request.packet(),
                    nas,
                    secret,
                    source.getAddress(),
                    snapshot,
                    receivedNanos,
                    nowMs);
        }

        void forget() {
            duplicates.forgotten(source, request.octets(), ticket);
        }
    }

    /** What becomes of an Access-Request. */
    private final class Answer implements AccessReply {
        private final Work work;

        private Answer(Work work) {
            this.work = work;
        }

        @Override
        public void answer(byte[] octets) {
            work.answer(octets);
        }

        @Override
        public void busy() {
            drops.count(work.nas, DropReason.LOGIN_QUEUE_FULL);
            work.forget();
        }
    }

    /** What becomes of a request whose realm is another server's. */
    private final class Forwarded implements ProxyReply {
        private final Work work;

        private Forwarded(Work work) {
            this.work = work;
        }

        @Override
        public void answer(byte[] octets) {
            work.answer(octets);
        }

        @Override
        public void silent(ProxyFailure why) {
            drops.count(work.nas, DropReason.ofProxy(why));
            work.forget();
        }
    }

    private void work(Admission.Port port, Work work) {
        RadiusPacket packet = work.request.packet();
        if (packet.code() == Code.STATUS_SERVER) {
            // RFC 5997 §4.1: each port answers in its own language.
            Code code =
                    port == Admission.Port.AUTHENTICATION
                            ? Code.ACCESS_ACCEPT
                            : Code.ACCOUNTING_RESPONSE;
            work.answer(RadiusSigner.reply(code, packet, Attributes.EMPTY, work.secret, true));
            return;
        }
        switch (port) {
            case AUTHENTICATION -> {
                if (proxy.active() && proxy.forward(work.incoming(), new Forwarded(work))) {
                    return;
                }
                access.answer(
                        packet,
                        work.nas,
                        work.secret,
                        work.request.authenticator(),
                        work.source.getAddress(),
                        work.snapshot,
                        work.receivedNanos,
                        work.nowMs,
                        new Answer(work));
            }
            case ACCOUNTING -> account(packet, work);
        }
    }

    private void account(RadiusPacket packet, Work work) {
        if (TunnelRejects.is(packet.attributes())) {
            Attributes a = packet.attributes();
            String user = a.string(Attr.USER_NAME);
            var who =
                    names(
                            work.snapshot,
                            a.avPair("audit-session-id"),
                            user == null ? "" : user,
                            a.avPair("isakmp-phase1-id"));
            long micros = (System.nanoTime() - work.receivedNanos) / 1_000;
            rejects.record(a, who.peer(), work.nas, work.source.getAddress(), work.nowMs, micros);
            accounted(work, true);
            return;
        }
        AcctRecord record;
        try {
            record =
                    AcctParser.parse(
                            packet.attributes(),
                            new AcctParser.Sender(
                                    work.nas.id(),
                                    work.nas.name(),
                                    work.source.getAddress(),
                                    addresses.text(work.source.getAddress()),
                                    work.nas.acctInterimSeconds()),
                            Instant.ofEpochMilli(work.nowMs),
                            (audit, user, phase1) -> names(work.snapshot, audit, user, phase1));
        } catch (AcctRefusal e) {
            drops.count(work.nas, DropReason.ofAccounting(e.code()));
            work.forget();
            return;
        }
        boolean taken = accounting.submit(record, committed -> accounted(work, committed));
        if (!taken) {
            drops.count(work.nas, DropReason.ACCT_QUEUE_FULL);
            work.forget();
        }
    }

    private void accounted(Work work, boolean committed) {
        if (!committed) {
            drops.count(work.nas, DropReason.ACCT_NOT_STORED);
            work.forget();
            return;
        }
        work.nas.tally().accounting.increment();
        if (proxy.active()) proxy.account(work.incoming());
        boolean sign = work.request.authenticator() == MessageAuthenticator.GOOD;
        work.answer(
                RadiusSigner.reply(
                        Code.ACCOUNTING_RESPONSE,
                        work.request.packet(),
                        Attributes.EMPTY,
                        work.secret,
                        sign));
    }

    private AcctParser.Resolver.Names names(
            Snapshot snapshot, @Nullable String audit, String user, @Nullable String phase1) {
        SessionOrigins.Origin origin = origins.find(audit);
        String name = origin == null ? null : origin.peer();
        String group = origin == null ? null : origin.group();
        PeerEntry peer = snapshot.peer(name != null ? name : user);
        if (peer == null && phase1 != null) peer = snapshot.peer(phase1);
        if (peer == null) {
            return new AcctParser.Resolver.Names(name != null ? name : user, group, null);
        }
        return new AcctParser.Resolver.Names(
                peer.name(), group != null ? group : peer.group(), peer.acctInterimSeconds());
    }
}
