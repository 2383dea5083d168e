package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine with a shell made by hand: it answers each question at once (or keeps it for the
 * test), and remembers what it was told to do.
 */
final class Hub {
    final IkeEndpoint engine;
    final Map<String, Secret> psks = new HashMap<>();
    final Map<Integer, ChildSa> installed = new LinkedHashMap<>();
    final Map<Long, Integer> outbound = new HashMap<>();
    final List<Long> up = new ArrayList<>();
    final Map<Long, Reason> down = new LinkedHashMap<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<Action> all = new ArrayList<>();
    final ArrayDeque<Action.Send> sent = new ArrayDeque<>();
    final List<Action> held = new ArrayList<>();

    /** Questions stay in {@link #held} until the test answers them. */
    boolean hold;

    List<InetAddress> assigned = List.of(TestConfig.address("10.0.0.7"));
    @Nullable Reason refuseSession;
    @Nullable Reason refuseAuthorization;
    long lastEspInMs = -1;
    long lastEspOutMs = -1;
    long deadlineMs = Step.NEVER;

    Hub(IkeConfig config, Entropy entropy) {
        engine = new IkeEndpoint(config, entropy);
        psks.put("br1.example.com", Secret.ofUtf8("spoke key"));
    }

    void handle(Event event, long nowMs) {
        Step step = engine.handle(event, nowMs);
        deadlineMs = step.nextDeadlineMs();
        for (Action action : step.actions()) {
            all.add(action);
            act(action, nowMs);
        }
    }

    private void act(Action action, long nowMs) {
        switch (action) {
            case Action.Send s -> sent.add(s);
            case Action.NatKeepalive _ -> {}
            case Action.LookUpPsk q -> {
                if (hold) {
                    held.add(q);
                } else {
                    answer(q, nowMs);
                }
            }
            // Only the test knows what the certificate or the EAP server says.
            case Action.CheckCertificate q -> held.add(q);
            case Action.RelayEap q -> held.add(q);
            case Action.Authorize q -> {
                if (hold) {
                    held.add(q);
                } else {
                    answer(q, nowMs);
                }
            }
            case Action.OpenSession q -> {
                if (hold) {
                    held.add(q);
                } else {
                    answer(q, nowMs);
                }
            }
            case Action.InstallChild i -> {
                installed.put(i.child().inboundSpi(), i.child());
                if (i.useOutbound()) {
                    outbound.put(i.child().sessionId(), i.child().inboundSpi());
                }
            }
            case Action.SwitchOutbound s -> {
                if (!installed.containsKey(s.inboundSpi())) {
                    throw new AssertionError("switch to a child that is not installed: " + s);
                }
                outbound.put(s.sessionId(), s.inboundSpi());
            }
            case Action.RemoveChild r -> {
                if (installed.remove(r.inboundSpi()) == null) {
                    throw new AssertionError("removed twice: " + r);
                }
            }
            case Action.UpdatePeer _ -> {}
            case Action.SessionUp u -> up.add(u.sessionId());
            case Action.SessionDown d -> {
                if (down.put(d.sessionId(), d.reason()) != null) {
                    throw new AssertionError("down twice: " + d);
                }
            }
            case Action.AskEspActivity a ->
                    handle(new Event.EspActivity(a.sessionId(), lastEspInMs, lastEspOutMs), nowMs);
            case Action.Report r -> outcomes.add(r.outcome());
        }
    }

    /** What the shell says to a question. */
    void answer(Action question, long nowMs) {
        switch (question) {
            case Action.LookUpPsk q -> {
                Secret key = psks.get(q.identity().text());
                handle(
                        key == null
                                ? new Event.PskRefused(
                                        q.requestId(),
                                        new Reason.PskUnknown(q.identity(), "no such peer"))
                                : Event.PskFound.symmetric(q.requestId(), key),
                        nowMs);
            }
            case Action.Authorize q -> {
                Reason no = refuseAuthorization;
                handle(
                        no == null
                                ? new Event.Authorized(q.requestId())
                                : new Event.AuthorizationRefused(q.requestId(), no),
                        nowMs);
            }
            case Action.OpenSession q -> {
                Reason no = refuseSession;
                handle(no == null ? opened(q) : new Event.SessionRefused(q.requestId(), no), nowMs);
            }
            default -> throw new IllegalArgumentException("no question: " + question);
        }
    }

    int maxChildren;

    private Event opened(Action.OpenSession q) {
        List<ConfigurationAttribute> reply = new ArrayList<>();
        for (InetAddress a : assigned) {
            reply.add(
                    new ConfigurationAttribute(
                            ConfigurationAttribute.INTERNAL_IP4_ADDRESS,
                            Octets.wrap(a.getAddress())));
        }
        return new Event.SessionOpened(
                q.requestId(), reply, assigned, List.of(), List.of(), true, maxChildren);
    }

    SaSnapshot sa(long sessionId) {
        SaSnapshot sa = engine.sa(sessionId);
        if (sa == null) {
            throw new AssertionError("no session " + sessionId);
        }
        return sa;
    }

    @Nullable Reason onlyDownOrNull() {
        return down.isEmpty() ? null : onlyDown();
    }

    Reason onlyDown() {
        if (down.size() != 1) {
            throw new AssertionError("sessions down: " + down);
        }
        return down.values().iterator().next();
    }

    <T extends Outcome> List<T> outcomes(Class<T> type) {
        return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
