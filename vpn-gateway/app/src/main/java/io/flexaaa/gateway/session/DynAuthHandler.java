package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.DynAuthDecision;
import io.flexaaa.gateway.aaa.DynAuthListener;
import io.flexaaa.gateway.aaa.DynAuthListener.Result;
import io.flexaaa.gateway.aaa.DynAuthRequest;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceCommand.Direction;
import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.gateway.virtualaccess.AccessLists;
import io.flexaaa.gateway.virtualaccess.AccessLists.Downloaded;
import io.flexaaa.gateway.virtualaccess.InterfaceLines;
import io.flexaaa.gateway.virtualaccess.VirtualAccess;
import io.flexaaa.gateway.virtualaccess.VirtualAccessPlan;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.ErrorCause;
import io.flexaaa.protocol.radius.RadiusPacket;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Acts on CoA and Disconnect requests, on the owner thread. */
final class DynAuthHandler implements DynAuthListener.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(DynAuthHandler.class);

    private final Supplier<GatewayConfig> config;
    private final SessionShell shell;
    private final Supplier<DynAuthRequest.Hub> hub;
    private final Consumer<Runnable> owner;

    DynAuthHandler(
            Supplier<GatewayConfig> config,
            SessionShell shell,
            Supplier<DynAuthRequest.Hub> hub,
            Consumer<Runnable> owner) {
        this.config = config;
        this.shell = shell;
        this.hub = hub;
        this.owner = owner;
    }

    @Override
    public void handle(RadiusPacket request, Consumer<Result> answer) {
        owner.accept(() -> {
            Result result = act(request);
            trace(request, result);
            answer.accept(result);
        });
    }

    /** {@code debug aaa coa} and {@code debug aaa pod}; a request holds no secrets. */
    private void trace(RadiusPacket request, Result result) {
        Debug.Subject subject =
                request.code() == Code.COA_REQUEST ? Debug.Subject.AAA_COA : Debug.Subject.AAA_POD;
        String user = request.attributes().string(Attr.USER_NAME);
        if (shell.debug().wants(subject, null, user)) {
            shell.debug()
                    .write(
                            subject,
                            LogLine.of("debug")
                                    .with("user", user)
                                    .with(
                                            "pairs",
                                            String.join(" | ", request.attributes().avPairs()))
                                    .with("result", result));
        }
    }

    private Result act(RadiusPacket request) {
        List<DynAuthRequest.Named> up =
                Stream.concat(
                                shell.sessions().stream().filter(session -> session.up),
                                shell.reconnects().waiting().stream())
                        .map(DynAuthHandler::named)
                        .toList();
        return switch (DynAuthDecision.decide(request, hub.get(), up)) {
            case DynAuthRequest.Nak(ErrorCause cause, String sentence) ->
                    new Result(cause, sentence);
            case DynAuthRequest.Disconnect(List<Long> sessions) -> disconnect(sessions);
            case DynAuthRequest.Change change -> change(change);
        };
    }

    static DynAuthRequest.Named named(Session session) {
        return new DynAuthRequest.Named(
                session.id(),
                session.facts.auditSessionId(),
                session.facts.acctSessionId(),
                session.userName(),
                session.ipv4 == null ? null : session.ipv4.address(),
                session.ipv6 == null ? null : session.ipv6.address(),
                Addresses.text(session.facts.remote().address()));
    }

    private Result disconnect(List<Long> sessions) {
        for (long id : sessions) {
            io.flexaaa.ikev2.Reason why =
                    new io.flexaaa.ikev2.Reason.Requested(
                            "DISCONNECT_REQUEST",
                            "a Disconnect-Request ended it",
                            TerminateCause.ADMIN_RESET);
            if (!shell.endWaiting(id, why)) {
                shell.feed(new Event.DeleteSession(id, why));
            }
        }
        return new Result(null, "sessions " + sessions + " ended");
    }

    private Result change(DynAuthRequest.Change change) {
        Session session = shell.find(change.session());
        VirtualAccess access = session == null ? null : session.access;
        if (session == null || access == null) {
            return new Result(ErrorCause.SESSION_CONTEXT_NOT_FOUND, "the session has ended");
        }
        try {
            List<InterfaceCommand> commands = InterfaceLines.parseChange(change.interfaceLines());
            VirtualAccessPlan before = access.plan();
            VirtualAccessPlan next =
                    VirtualAccessPlan.of(
                            config.get(),
                            InterfaceLines.enter(before.settings(), commands),
                            list(change.inAcl(), before.downloadedIn(), commands, Direction.IN),
                            list(change.outAcl(), before.downloadedOut(), commands, Direction.OUT),
                            session.ipv6 != null);
            access.change(next);
        } catch (RefusedException e) {
            return new Result(cause(e.refusal().reason()), e.refusal().sentence());
        }
        if (change.sessionTimeoutSeconds() != null) {
            session.timeoutMs = change.sessionTimeoutSeconds() * 1_000;
        }
        if (change.idleTimeoutSeconds() != null) {
            session.idleMs = change.idleTimeoutSeconds() * 1_000;
        }
        if (change.interimSeconds() != null) {
            shell.timers().armInterim(session, change.interimSeconds(), OwnerThread.nowMs());
        }
        LOG.info(
                "{}",
                LogLine.of("session-changed")
                        .with("session", session.id())
                        .with("interface", access.iosName())
                        .with("lines", String.join(" | ", change.interfaceLines())));
        return new Result(null, access.iosName() + " changed");
    }

    /** What came last is in force: a list of this request, its access-group line, or as before. */
    private Downloaded list(
            @Nullable List<AvPair> pairs,
            Downloaded before,
            List<InterfaceCommand> commands,
            Direction direction)
            throws RefusedException {
        if (pairs != null) {
            String label = direction == Direction.IN ? "downloaded-in" : "downloaded-out";
            Downloaded read = AccessLists.read(config.get(), pairs, label);
            return new Downloaded(
                    read.ipv4() == null ? before.ipv4() : read.ipv4(),
                    read.ipv6() == null ? before.ipv6() : read.ipv6());
        }
        boolean line4 = false;
        boolean line6 = false;
        for (InterfaceCommand command : commands) {
            line4 |=
                    command instanceof InterfaceCommand.IpAccessGroup group
                            && group.direction() == direction;
            line6 |=
                    command instanceof InterfaceCommand.Ipv6TrafficFilter filter
                            && filter.direction() == direction;
            if (command instanceof InterfaceCommand.No(InterfaceCommand.Slot slot, String key)) {
                boolean here =
                        key.isEmpty() || key.equals(direction == Direction.IN ? "in" : "out");
                line4 |= here && slot == InterfaceCommand.Slot.IP_ACCESS_GROUP;
                line6 |= here && slot == InterfaceCommand.Slot.IPV6_TRAFFIC_FILTER;
            }
        }
        return new Downloaded(line4 ? null : before.ipv4(), line6 ? null : before.ipv6());
    }

    private static ErrorCause cause(Reason reason) {
        return reason == Reason.INTERFACE_FAILED
                ? ErrorCause.RESOURCES_UNAVAILABLE
                : ErrorCause.INVALID_ATTRIBUTE_VALUE;
    }
}
