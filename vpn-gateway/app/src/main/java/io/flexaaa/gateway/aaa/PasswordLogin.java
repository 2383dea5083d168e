package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.AaaConfig;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.LocalUser;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A name and a password against {@code aaa authentication login}: users of the configuration, or a
 * RADIUS server by PAP, whose challenge is handed on. Answers come on any thread, exactly once.
 */
public final class PasswordLogin {
    /** How it went. */
    public sealed interface Verdict {
        /**
         * @param name the reply's User-Name, else the one that was typed
         * @param attributes what the accept says of the user
         */
        record Accepted(String name, Attributes attributes) implements Verdict {}

        /** The server wants another answer from the same person. */
        record Challenged(String message, Pending pending) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    /** A challenge that is open: only the server that sent it knows the State. */
    public record Pending(ServerGroup group, @Nullable Octets state) {}

    private final Supplier<GatewayConfig> config;
    private final ServerGroups groups;
    private final RadiusClient radius;

    public PasswordLogin(Supplier<GatewayConfig> config, ServerGroups groups, RadiusClient radius) {
        this.config = config;
        this.groups = groups;
        this.radius = radius;
    }

    /** The first question, to the methods of the list in their order. */
    public void check(
            SessionFacts session,
            String listName,
            String user,
            Secret password,
            Consumer<Verdict> done) {
        AaaConfig.MethodList list = config.get().aaa().loginLists().get(listName);
        if (list == null) {
            done.accept(
                    refused(
                            Reason.AAA_NOT_CONFIGURED,
                            "no `aaa authentication login "
                                    + listName
                                    + "`, which profile "
                                    + session.profile().name()
                                    + " names; add the list"));
            return;
        }
        next(session, new ArrayList<>(list.methods()), user, password, null, done);
    }

    /** The answer to a challenge. */
    public void answer(
            SessionFacts session,
            Pending pending,
            String user,
            Secret answer,
            Consumer<Verdict> done) {
        ask(session, pending.group(), pending.state(), user, answer, List.of(), done);
    }

    private void next(
            SessionFacts session,
            List<AaaConfig.Method> left,
            String user,
            Secret password,
            @Nullable Verdict before,
            Consumer<Verdict> done) {
        if (left.isEmpty()) {
            done.accept(
                    before == null
                            ? refused(Reason.AAA_NOT_CONFIGURED, "the login list has no method")
                            : before);
            return;
        }
        switch (left.removeFirst()) {
            case AaaConfig.Method.Local() -> done.accept(local(user, password));
            case AaaConfig.Method.None(), AaaConfig.Method.IfAuthenticated() ->
                    // Letting everyone in is not what a login form is for.
                    done.accept(
                            refused(
                                    Reason.AAA_NOT_CONFIGURED,
                                    "the login list ends in none; name a group or local"));
            case AaaConfig.Method.Group(String group) ->
                    ask(session, groups.group(group), null, user, password, left, done);
        }
    }

    private Verdict local(String user, Secret password) {
        LocalUser known = config.get().users().get(user);
        byte[] stored =
                known == null || known.password() == null ? new byte[0] : known.password().octets();
        byte[] typed = password.reveal();
        // Compared also for a name that does not exist: the time must not tell.
        boolean right = MessageDigest.isEqual(stored, typed) & stored.length > 0;
        return right
                ? new Verdict.Accepted(user, Attributes.EMPTY)
                : refused(
                        Reason.LOGIN_REJECTED,
                        "user "
                                + user
                                + " is not configured here or typed another password; see"
                                + " `username`");
    }

    private void ask(
            SessionFacts session,
            ServerGroup group,
            @Nullable Octets state,
            String user,
            Secret password,
            List<AaaConfig.Method> left,
            Consumer<Verdict> done) {
        Attributes.Builder request =
                Attributes.builder()
                        .string(Attr.USER_NAME, user)
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_LOGIN);
        AccessRequests.addNas(config.get(), session, request);
        if (state != null) {
            request.add(Attr.STATE, state);
        }
        radius.send(
                group,
                Code.ACCESS_REQUEST,
                request.build(),
                password,
                reply -> {
                    switch (reply) {
                        case GroupReply.NoAnswer(String sentence) ->
                                next(
                                        session,
                                        new ArrayList<>(left),
                                        user,
                                        password,
                                        refused(Reason.AAA_NO_ANSWER, sentence),
                                        done);
                        case GroupReply.Replied replied -> done.accept(read(replied, group, user));
                    }
                });
    }

    private static Verdict read(GroupReply.Replied replied, ServerGroup group, String user) {
        Attributes attributes = replied.packet().attributes();
        String message = Objects.requireNonNullElse(attributes.string(Attr.REPLY_MESSAGE), "");
        String server = "server " + replied.server().name();
        Code code = replied.packet().code();
        if (code == Code.ACCESS_ACCEPT) {
            String name = attributes.string(Attr.USER_NAME);
            return new Verdict.Accepted(name == null || name.isEmpty() ? user : name, attributes);
        }
        if (code == Code.ACCESS_CHALLENGE) {
            Attribute state = attributes.first(Attr.STATE);
            ServerGroup only = group.only(replied.server());
            return new Verdict.Challenged(
                    message, new Pending(only, state == null ? null : state.value()));
        }
        return refused(
                Reason.LOGIN_REJECTED,
                server
                        + " rejected the login of "
                        + user
                        + (message.isEmpty() ? "" : " (" + message + ")")
                        + "; its decision log says why");
    }

    private static Verdict refused(Reason reason, String sentence) {
        return new Verdict.Refused(new Refusal(reason, sentence));
    }

    /** The octets of what was typed. */
    public static Secret typed(String text) {
        return Secret.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
