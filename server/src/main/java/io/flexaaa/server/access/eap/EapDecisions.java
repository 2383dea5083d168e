package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionRecorder;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.TraceStep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts how conversations end and tells the decision log, step by step. */
@Component
final class EapDecisions {

    private final DecisionRecorder log;
    private final Counter accepts;
    private final Counter challenges;
    private final Map<Reason, Counter> rejects = new EnumMap<>(Reason.class);

    EapDecisions(DecisionRecorder log, MeterRegistry meters) {
        this.log = log;
        this.accepts = counter(meters, "accept", "");
        this.challenges = counter(meters, "challenge", "");
        for (Reason reason : Reason.values()) {
            rejects.put(reason, counter(meters, "reject", reason.code()));
        }
    }

    /** The meters of the other Access-Requests, too: a registry has one of a name and tags. */
    private static Counter counter(MeterRegistry meters, String result, String reason) {
        return Counter.builder("flexaaa.radius.access")
                .tag("result", result)
                .tag("reason", reason)
                .register(meters);
    }

    void challenged() {
        challenges.increment();
    }

    void accepted(
            EapRequest request,
            Conversation conversation,
            EapAccount account,
            int attributes,
            long micros) {
        request.nas().tally().accepts.increment();
        accepts.increment();
        log.record(
                DecisionResult.ACCEPT,
                "",
                micros,
                () -> render(request, conversation, account, attributes, null, "", micros));
    }

    /**
     * @param conversation null where there was none to end
     * @param detail what exactly was found; may be empty
     */
    void rejected(
            EapRequest request,
            @Nullable Conversation conversation,
            Reason reason,
            String detail,
            long micros) {
        request.nas().tally().rejects.increment();
        Objects.requireNonNull(rejects.get(reason)).increment();
        log.record(
                DecisionResult.REJECT,
                reason.code(),
                micros,
                () -> render(request, conversation, null, 0, reason, detail, micros));
    }

    private static Decision render(
            EapRequest request,
            @Nullable Conversation conversation,
            @Nullable EapAccount account,
            int attributes,
            @Nullable Reason reason,
            String detail,
            long micros) {
        String outer = request.access().userName();
        String name = account != null ? account.name() : outer;
        return new Decision(
                0,
                Instant.ofEpochMilli(request.nowMs()),
                reason == null ? DecisionResult.ACCEPT : DecisionResult.REJECT,
                name,
                request.nas().id(),
                request.nas().name(),
                request.source().getHostAddress(),
                "eap",
                reason == null ? null : reason.code(),
                sentence(conversation, account, attributes, name, reason, detail),
                micros,
                request.access().callingStationId(),
                request.access().auditSessionId(),
                trace(request, conversation, account, attributes, reason, detail),
                List.of());
    }

    private static String sentence(
            @Nullable Conversation conversation,
            @Nullable EapAccount account,
            int attributes,
            String name,
            @Nullable Reason reason,
            String detail) {
        String method =
                conversation == null || conversation.server().methodType() == null
                        ? "EAP"
                        : Objects.requireNonNull(conversation.server().methodType()).label();
        if (account != null) {
            return "Accepted: "
                    + account.kind()
                    + " "
                    + name
                    + " by "
                    + method
                    + " with "
                    + attributes
                    + " attributes";
        }
        Reason why = Objects.requireNonNull(reason);
        return "Rejected "
                + (name.isEmpty() ? "a request" : name)
                + " in "
                + method
                + ": "
                + why.sentence()
                + (detail.isEmpty() || detail.equals(name) ? "" : " (" + detail + ")")
                + "; "
                + why.cure();
    }

    private static List<TraceStep> trace(
            EapRequest request,
            @Nullable Conversation conversation,
            @Nullable EapAccount account,
            int attributes,
            @Nullable Reason reason,
            String detail) {
        List<TraceStep> steps = new ArrayList<>();
        steps.add(
                ok(
                        "RADIUS client",
                        "a known address",
                        request.nas().name() + " (" + request.nas().prefix().text() + ")"));
        steps.add(ok("Message-Authenticator", "required with EAP", "present and right"));
        if (conversation != null) {
            for (EapNotes.Note note : conversation.server().notes()) {
                steps.add(ok(note.step(), "", note.got()));
            }
            steps.add(ok("rounds", "", String.valueOf(conversation.round())));
        }
        if (account != null) {
            steps.add(ok("account", "enabled and in force", account.kind() + " " + account.name()));
            steps.add(
                    ok(
                            "reply",
                            "at most 4096 octets",
                            attributes + " attributes and the EAP keys"));
        }
        if (reason != null) {
            steps.add(
                    new TraceStep(
                            reason.sentence(),
                            "nothing against it",
                            detail.isEmpty() ? reason.code() : detail,
                            false,
                            reason.cure()));
        }
        return steps;
    }

    private static TraceStep ok(String step, String expected, String got) {
        return new TraceStep(step, expected, got, true, null);
    }
}
