package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapAttributes;
import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.eap.EapNegotiation.Turn;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.server.EapServer;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.access.Grants;
import io.flexaaa.server.access.Grants.Grant;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.certificate.ClientTrust;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * Answers Access-Requests with EAP in them. What costs little is done at once; TLS and password
 * hashes on virtual threads of their own, a bounded number at a time.
 */
@Service
public class EapService {

    private static final Logger log = LoggerFactory.getLogger(EapService.class);

    /** A person may have to find a token first. */
    private static final int PROMPT_SECONDS = 60;

    /** EAP header, Type and Flags: less Framed-MTU than this is no use to TLS. */
    private static final int LEAST_MTU = 64;

    private final EapProperties properties;
    private final EapTls tls;
    private final ClientTrust trust;
    private final EapPasswords passwords;
    private final Grants grants;
    private final EapDecisions decisions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final StateTokens tokens = new StateTokens(random);
    private final Conversations conversations;
    private final EapWorkers workers;
    private final Realms realms;
    private final List<EapType> methods;
    private final List<EapType> methodsWithoutTls;

    EapService(
            EapProperties properties,
            EapTls tls,
            ClientTrust trust,
            EapPasswords passwords,
            Grants grants,
            EapDecisions decisions,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.tls = tls;
        this.trust = trust;
        this.passwords = passwords;
        this.grants = grants;
        this.decisions = decisions;
        this.clock = clock;
        this.conversations =
                new Conversations(
                        properties.maxConversations(), properties.conversationSeconds() * 1_000L);
        this.workers = new EapWorkers(properties.maxWorking());
        this.realms = new Realms(properties.realms());
        this.methods = properties.types();
        this.methodsWithoutTls = methods.stream().filter(m -> !m.isTls()).toList();
        meters.gauge("flexaaa.eap.conversations", conversations, Conversations::size);
        if (methods.contains(EapType.MD5)) {
            log.warn(
                    "flexaaa.eap.methods allows md5: it proves no server, makes no key, and its"
                            + " answers can be searched for the password; for tests only");
        }
    }

    public void answer(EapRequest request) {
        if (methods.isEmpty()) {
            refuse(request, Reason.EAP_NOT_SERVED, "");
            return;
        }
        if (!(request.access().credential() instanceof AccessRequest.Credential.Eap)) {
            refuse(request, Reason.MIXED_CREDENTIALS, "");
            return;
        }
        Octets packet;
        try {
            packet = EapAttributes.join(request.packet().attributes());
        } catch (DecodeException e) {
            refuse(request, Reason.EAP_MALFORMED, String.valueOf(e.getMessage()));
            return;
        }
        List<Attribute> states = request.packet().attributes().all(Attr.STATE);
        switch (states.size()) {
            case 0 -> begin(request, packet);
            case 1 -> goOn(request, packet, states.getFirst().value());
            default -> refuse(request, Reason.EAP_MALFORMED, "several State attributes");
        }
    }

    private void begin(EapRequest request, Octets packet) {
        String name = request.access().userName();
        if (!realms.serves(name)) {
            refuse(request, Reason.UNKNOWN_REALM, Realms.realm(name));
            return;
        }
        List<EapType> offered = tls.isReady() ? methods : methodsWithoutTls;
        if (offered.isEmpty()) {
            refuse(request, Reason.EAP_NO_SERVER_CERTIFICATE, "");
            return;
        }
        EapServer.Settings settings =
                new EapServer.Settings(offered, tls, packetOctets(request), properties.maxRounds());
        EapLogin login = new EapLogin(realms, trust, passwords, request);
        EapServer server = new EapServer(settings, login, this::octets);
        Conversation conversation = new Conversation(tokens.newId(), server, login, request);
        // RFC 3579 §2.1: an empty EAP-Message is EAP-Start, and asks us to ask for the name.
        Turn turn = packet.isEmpty() ? server.start() : server.answer(packet);
        String identity = server.identity();
        if (!identity.isEmpty() && !identity.equals(name)) {
            end(request, conversation, Reason.EAP_NAME_MISMATCH, identity + ", not " + name, turn);
            return;
        }
        settle(request, conversation, turn);
    }

    private void goOn(EapRequest request, Octets packet, Octets state) {
        StateTokens.Token token = tokens.read(state, request.nas().id());
        if (token == null) {
            refuse(request, Reason.EAP_STATE_FORGED, state.length() + " octets");
            return;
        }
        switch (conversations.take(token, request.nowMs())) {
            case Conversations.Found.Gone() -> refuse(request, Reason.EAP_STATE_UNKNOWN, "");
            case Conversations.Found.Used() ->
                    refuse(request, Reason.EAP_STATE_USED, "of round " + token.round());
            case Conversations.Found.Busy() -> request.reply().busy();
            case Conversations.Found.Taken(Conversation conversation) -> {
                if (isOfType(packet, EapMessage.IDENTITY)
                        && conversation.server().methodType() != null) {
                    // A peer that gave up and begins anew, over a NAS that keeps the old State.
                    conversations.end(conversation);
                    abandoned(conversation);
                    begin(request, packet);
                } else {
                    take(request, packet, conversation);
                }
            }
        }
    }

    private void take(EapRequest request, Octets packet, Conversation conversation) {
        EapType method = conversation.server().methodType();
        boolean cheap =
                method == EapType.MSCHAPV2
                        || method == EapType.MD5
                        || isOfType(packet, EapMessage.NAK);
        if (cheap) {
            safely(request, packet, conversation);
        } else if (!workers.submit(() -> safely(request, packet, conversation))) {
            conversations.park(conversation, request.nowMs());
            request.reply().busy();
        }
    }

    private void safely(EapRequest request, Octets packet, Conversation conversation) {
        try {
            work(request, packet, conversation);
        } catch (RuntimeException e) {
            // One peer's packet must not cost the others; it begins anew.
            log.error(
                    "EAP of {} on NAS {} failed",
                    conversation.server().identity(),
                    request.nas().name(),
                    e);
            conversations.end(conversation);
            request.reply().busy();
        }
    }

    private void work(EapRequest request, Octets packet, Conversation conversation) {
        long began = System.nanoTime();
        conversation.login().at(request);
        Turn turn = conversation.server().answer(packet);
        conversation.worked(System.nanoTime() - began);
        settle(request, conversation, turn);
    }

    private void settle(EapRequest request, Conversation conversation, Turn turn) {
        switch (turn) {
            case Turn.Ask(EapMessage.Request message) -> {
                conversation.nextRound();
                EapRefusal lost = conversation.server().ends();
                if (lost != null) conversation.login().ended(lost);
                if (!conversations.park(conversation, request.nowMs())) {
                    request.reply().busy();
                    return;
                }
                decisions.challenged();
                Octets state =
                        tokens.write(conversation.id(), conversation.round(), request.nas().id());
                int seconds =
                        conversation.server().methodType() == EapType.GTC
                                ? Math.max(PROMPT_SECONDS, properties.conversationSeconds())
                                : properties.conversationSeconds();
                request.reply().answer(EapReplies.challenge(request, message, state, seconds));
            }
            case Turn.Accept(EapMessage.Success message, EapSuccess success) ->
                    accept(request, conversation, message, success, turn);
            case Turn.Refuse(_, EapRefusal refusal) -> {
                conversation.login().ended(refusal);
                end(
                        request,
                        conversation,
                        EapReasons.of(refusal.code(), conversation.login().reason()),
                        refusal.detail(),
                        turn);
            }
        }
    }

    private void accept(
            EapRequest request,
            Conversation conversation,
            EapMessage.Success message,
            EapSuccess success,
            Turn turn) {
        EapAccount account = conversation.login().account();
        if (account == null) throw new IllegalStateException("a success of nobody");
        Grants.At at =
                new Grants.At(
                        request.nas(),
                        request.access().callingStationId(),
                        request.snapshot(),
                        request.nowMs());
        account.grant(
                grants,
                at,
                grant -> {
                    switch (grant) {
                        case Grant.Given(Attributes given, _) -> {
                            byte[] octets =
                                    EapReplies.accept(request, message, success, account, given);
                            if (octets == null) {
                                Reason reason = Reason.REPLY_TOO_LARGE;
                                end(request, conversation, reason, success.user(), turn);
                            } else {
                                welcome(request, conversation, account, given, octets);
                            }
                        }
                        case Grant.Refused(Reason reason, String detail) ->
                                end(request, conversation, reason, detail, turn);
                        case Grant.Later() -> {
                            conversations.end(conversation);
                            request.reply().busy();
                        }
                    }
                });
    }

    private void welcome(
            EapRequest request,
            Conversation conversation,
            EapAccount account,
            Attributes given,
            byte[] octets) {
        conversations.end(conversation);
        conversation.login().ended(null);
        passwords.accepted(request, account, given);
        request.reply().answer(octets);
        decisions.accepted(request, conversation, account, given.size(), micros(request));
    }

    /** A reject that ends a conversation. */
    private void end(
            EapRequest request,
            Conversation conversation,
            Reason reason,
            String detail,
            Turn turn) {
        conversations.end(conversation);
        request.reply()
                .answer(
                        EapReplies.reject(
                                request, new EapMessage.Failure(turn.message().identifier())));
        decisions.rejected(request, conversation, reason, detail, micros(request));
    }

    /** A reject outside any conversation. */
    private void refuse(EapRequest request, Reason reason, String detail) {
        int identifier =
                request.access().credential() instanceof AccessRequest.Credential.Eap(int id)
                        ? id
                        : 0;
        request.reply().answer(EapReplies.reject(request, new EapMessage.Failure(identifier)));
        decisions.rejected(request, null, reason, detail, micros(request));
    }

    /** What nobody has answered in time gets its line in the log. */
    @Scheduled(fixedDelay = 1_000)
    void expire() {
        conversations.expired(clock.millis()).forEach(this::abandoned);
    }

    private void abandoned(Conversation over) {
        EapRefusal ends = over.server().ends();
        Reason reason =
                ends == null
                        ? Reason.EAP_EXPIRED
                        : EapReasons.of(ends.code(), over.login().reason());
        String detail = ends == null ? "silent in round " + over.round() : ends.detail();
        decisions.rejected(over.first(), over, reason, detail, over.workNanos() / 1_000);
    }

    /** Whether it is the peer's Response of that Type. */
    private static boolean isOfType(Octets packet, int type) {
        return packet.length() > 4 && packet.u8(0) == 2 && packet.u8(4) == type;
    }

    /** RFC 3579 §2.4: no EAP packet longer than the peer's link takes. */
    private int packetOctets(EapRequest request) {
        long mtu = request.packet().attributes().u32(Attr.FRAMED_MTU, properties.packetOctets());
        return Math.clamp(mtu, LEAST_MTU, properties.packetOctets());
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private static long micros(EapRequest request) {
        return (System.nanoTime() - request.receivedNanos()) / 1_000;
    }
}
