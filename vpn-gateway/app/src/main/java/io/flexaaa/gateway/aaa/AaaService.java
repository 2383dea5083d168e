package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.AaaConfig;
import io.flexaaa.gateway.ios.config.ConfigKey;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Config.Keyring;
import io.flexaaa.gateway.ios.config.Ikev2Config.NameMangler;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Authorization;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LookupName;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Subject;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.protocol.policy.AuthorizationData;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Merge;
import io.flexaaa.protocol.policy.Source;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keys and authorization of a session, from the configuration or from RADIUS. Answers come on any
 * thread, exactly once.
 */
public final class AaaService {
    /** An answer, or why there is none. */
    public sealed interface Answer<T> {
        record Found<T>(T value) implements Answer<T> {}

        record Refused<T>(Refusal refusal) implements Answer<T> {}

        static <T> Answer<T> refused(Reason reason, String sentence) {
            return new Refused<>(new Refusal(reason, sentence));
        }
    }

    private final Supplier<GatewayConfig> config;
    private final ServerGroups groups;
    private final RadiusClient radius;

    public AaaService(Supplier<GatewayConfig> config, ServerGroups groups, RadiusClient radius) {
        this.config = config;
        this.groups = groups;
        this.radius = radius;
    }

    /** The pre-shared keys of a peer. */
    public void lookUpPsk(SessionFacts session, Consumer<Answer<PeerKeys>> done) {
        Ikev2Profile profile = session.profile();
        PeerKeys own = LocalKeys.ofProfile(profile);
        if (own.complete()) {
            done.accept(new Answer.Found<>(own));
            return;
        }
        if (profile.keyringLocal() != null) {
            Keyring keyring = config.get().ikev2().keyrings().get(profile.keyringLocal());
            PeerKeys found =
                    keyring == null
                            ? PeerKeys.NONE
                            : LocalKeys.ofKeyring(
                                    keyring, session.identity(), session.remote().address());
            PeerKeys keys = own.orElse(found);
            if (keys.complete() || profile.keyringAaa() == null) {
                done.accept(
                        complete(keys, session, "keyring " + profile.keyringLocal() + " has none"));
                return;
            }
        }
        Ikev2Profile.KeyringAaa aaa = profile.keyringAaa();
        if (aaa == null) {
            done.accept(complete(own, session, "profile " + profile.name() + " has no keyring"));
            return;
        }
        Answer<String> name = lookupName(aaa.nameMangler(), session);
        switch (name) {
            case Answer.Refused<String>(Refusal refusal) ->
                    done.accept(new Answer.Refused<>(refusal));
            case Answer.Found<String>(String user) ->
                    ask(
                            aaa.list(),
                            user,
                            password(aaa.password()),
                            session,
                            false,
                            reply -> done.accept(keys(reply, own, session, user)));
        }
    }

    private static Answer<PeerKeys> keys(
            Answer<Lookup> reply, PeerKeys own, SessionFacts session, String user) {
        return switch (reply) {
            case Answer.Refused<Lookup>(Refusal refusal) -> new Answer.Refused<>(refusal);
            case Answer.Found<Lookup>(Lookup.Local(Attributes attributes)) ->
                    complete(
                            own.orElse(new PeerKeys(null, List.of(), attributes)),
                            session,
                            "a local list has no keys");
            case Answer.Found<Lookup>(Lookup.Radius(GroupReply.Replied replied)) -> {
                try {
                    yield complete(
                            own.orElse(ReplyKeys.read(replied)),
                            session,
                            "the reply of server "
                                    + replied.server().name()
                                    + " for "
                                    + user
                                    + " has neither Tunnel-Password nor ikev2-password-local and"
                                    + " -remote");
                } catch (DecodeException e) {
                    yield Answer.refused(
                            Reason.AAA_BAD_REPLY,
                            "the Tunnel-Password of server "
                                    + replied.server().name()
                                    + " for "
                                    + user
                                    + " cannot be read ("
                                    + e.getMessage()
                                    + "); check that both sides have the same RADIUS key");
                }
            }
        };
    }

    private static Answer<PeerKeys> complete(PeerKeys keys, SessionFacts session, String why) {
        if (keys.complete()) {
            return new Answer.Found<>(keys);
        }
        return Answer.refused(
                Reason.PSK_MISSING,
                "no pre-shared key for "
                        + session.identity().describe()
                        + ": "
                        + why
                        + "; add one for this peer");
    }

    /**
     * User and group authorization of an authenticated peer.
     *
     * @param implicit what came with the keys or the EAP accept
     */
    public void authorize(
            SessionFacts session,
            Method method,
            Attributes implicit,
            Consumer<Answer<EffectivePolicy>> done) {
        List<Authorization> left = new ArrayList<>();
        for (Authorization authorization : session.profile().authorizations()) {
            if (authorization.method() == method || authorization.method() == Method.ANY) {
                left.add(authorization);
            }
        }
        next(new Gathered(session, left, implicit, done));
    }

    /** Authorization in progress. */
    private static final class Gathered {
        final SessionFacts session;
        final List<Authorization> left;
        final Attributes cached;
        final Consumer<Answer<EffectivePolicy>> done;
        AuthorizationData group = AuthorizationData.none(Source.GROUP);
        AuthorizationData implicit = AuthorizationData.none(Source.IMPLICIT);
        AuthorizationData user = AuthorizationData.none(Source.USER);

        Gathered(
                SessionFacts session,
                List<Authorization> left,
                Attributes cached,
                Consumer<Answer<EffectivePolicy>> done) {
            this.session = session;
            this.left = left;
            this.cached = cached;
            this.done = done;
        }
    }

    private void next(Gathered state) {
        if (state.left.isEmpty()) {
            boolean override = state.session.profile().groupOverride();
            state.done.accept(
                    new Answer.Found<>(
                            Merge.merge(state.group, state.implicit, state.user, override)));
            return;
        }
        Authorization authorization = state.left.removeFirst();
        switch (authorization.source()) {
            case Ikev2Profile.Source.Cached() -> {
                // Without this line what came with the key is not used, as on IOS.
                state.implicit = new AuthorizationData(Source.IMPLICIT, state.cached);
                next(state);
            }
            case Ikev2Profile.Source.Lookup lookup -> look(state, authorization.subject(), lookup);
        }
    }

    private void look(Gathered state, Subject subject, Ikev2Profile.Source.Lookup lookup) {
        boolean local = false;
        Answer<String> name;
        switch (lookup.name()) {
            case LookupName.PeerIdentity() -> name = new Answer.Found<>(state.session.userName());
            case LookupName.Literal(String literal, boolean onlyLocal) -> {
                name = new Answer.Found<>(literal);
                local = onlyLocal;
            }
            case LookupName.Mangled(String mangler) -> name = lookupName(mangler, state.session);
        }
        if (!(name instanceof Answer.Found<String>(String user))) {
            state.done.accept(new Answer.Refused<>(((Answer.Refused<String>) name).refusal()));
            return;
        }
        ask(
                lookup.list(),
                user,
                password(lookup.password()),
                state.session,
                local,
                answer -> {
                    switch (answer) {
                        case Answer.Refused<Lookup>(Refusal refusal) ->
                                state.done.accept(new Answer.Refused<>(refusal));
                        case Answer.Found<Lookup>(Lookup found) -> {
                            Attributes attributes = found.attributes();
                            switch (subject) {
                                case GROUP ->
                                        state.group =
                                                new AuthorizationData(Source.GROUP, attributes);
                                case USER ->
                                        state.user = new AuthorizationData(Source.USER, attributes);
                            }
                            next(state);
                        }
                    }
                });
    }

    /** Where a look-up was answered. */
    private sealed interface Lookup {
        record Local(Attributes attributes) implements Lookup {}

        record Radius(GroupReply.Replied reply) implements Lookup {
            @Override
            public Attributes attributes() {
                return reply.packet().attributes();
            }
        }

        Attributes attributes();
    }

    /** Goes through the methods of a list: the next one only when there was no answer at all. */
    private void ask(
            String listName,
            String user,
            Secret password,
            SessionFacts session,
            boolean onlyLocal,
            Consumer<Answer<Lookup>> done) {
        AaaConfig.MethodList list = config.get().aaa().networkLists().get(listName);
        if (onlyLocal) {
            list =
                    new AaaConfig.MethodList(
                            listName, List.<AaaConfig.Method>of(new AaaConfig.Method.Local()));
        }
        if (list == null) {
            done.accept(
                    Answer.refused(
                            Reason.AAA_NOT_CONFIGURED,
                            "no `aaa authorization network "
                                    + listName
                                    + "`, which profile "
                                    + session.profile().name()
                                    + " names; add the list"));
            return;
        }
        Attributes request = AccessRequests.outbound(config.get(), session, user);
        ask(new ArrayList<>(list.methods()), listName, user, request, password, null, done);
    }

    private void ask(
            List<AaaConfig.Method> left,
            String listName,
            String user,
            Attributes request,
            Secret password,
            @Nullable Refusal before,
            Consumer<Answer<Lookup>> done) {
        if (left.isEmpty()) {
            done.accept(
                    before == null
                            ? Answer.refused(
                                    Reason.AAA_NOT_CONFIGURED,
                                    "aaa authorization network " + listName + " has no method")
                            : new Answer.Refused<>(before));
            return;
        }
        switch (left.removeFirst()) {
            case AaaConfig.Method.Local() -> done.accept(local(user, listName));
            case AaaConfig.Method.None(), AaaConfig.Method.IfAuthenticated() ->
                    done.accept(new Answer.Found<>(new Lookup.Local(Attributes.EMPTY)));
            case AaaConfig.Method.Group(String group) ->
                    radius.send(
                            groups.group(group),
                            Code.ACCESS_REQUEST,
                            request,
                            password,
                            reply -> {
                                if (reply instanceof GroupReply.NoAnswer(String sentence)) {
                                    Refusal refusal = new Refusal(Reason.AAA_NO_ANSWER, sentence);
                                    ask(left, listName, user, request, password, refusal, done);
                                } else {
                                    done.accept(accepted((GroupReply.Replied) reply, user, group));
                                }
                            });
        }
    }

    private Answer<Lookup> local(String user, String listName) {
        Attributes attributes = LocalAuthorization.of(config.get(), user);
        if (attributes == null) {
            return Answer.refused(
                    Reason.GROUP_UNKNOWN,
                    "no `crypto ikev2 authorization policy "
                            + user
                            + "`, which list "
                            + listName
                            + " (local) was asked for; add the policy or correct the name");
        }
        return new Answer.Found<>(new Lookup.Local(attributes));
    }

    private static Answer<Lookup> accepted(GroupReply.Replied reply, String user, String group) {
        Code code = reply.packet().code();
        if (code == Code.ACCESS_ACCEPT) {
            return new Answer.Found<>(new Lookup.Radius(reply));
        }
        String message = reply.packet().attributes().string(Attr.REPLY_MESSAGE);
        return Answer.refused(
                Reason.AAA_REJECTED,
                "server "
                        + reply.server().name()
                        + " of group "
                        + group
                        + " rejected "
                        + user
                        + (message == null ? "" : " (" + message + ")")
                        + "; its decision log says why");
    }

    private Answer<String> lookupName(@Nullable String manglerName, SessionFacts session) {
        if (manglerName == null) {
            return new Answer.Found<>(session.userName());
        }
        NameMangler mangler = config.get().ikev2().nameManglers().get(manglerName);
        String name = mangler == null ? null : NameManglers.mangle(mangler, session);
        if (name != null) {
            return new Answer.Found<>(name);
        }
        return Answer.refused(
                Reason.NAME_MANGLER_NO_RESULT,
                "crypto ikev2 name-mangler "
                        + manglerName
                        + (mangler == null
                                ? " is not configured"
                                : " has no rule that takes a name from "
                                        + (session.eapName() == null
                                                ? session.identity().describe()
                                                : "EAP identity " + session.eapName()))
                        + "; add a rule for this kind of identity");
    }

    private static Secret password(@Nullable ConfigKey configured) {
        return configured == null
                ? Secret.ofUtf8(AccessRequests.DEFAULT_PASSWORD)
                : Secret.wrap(configured.octets());
    }
}
