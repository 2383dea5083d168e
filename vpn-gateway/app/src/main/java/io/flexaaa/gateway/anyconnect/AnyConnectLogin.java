package io.flexaaa.gateway.anyconnect;

import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.EapRelay.Reply;
import io.flexaaa.gateway.aaa.PasswordLogin;
import io.flexaaa.gateway.aaa.PasswordLogin.Verdict;
import io.flexaaa.gateway.aaa.SessionFacts;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.ios.config.Ikev2Profile.RemoteAuthentication;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * {@code authentication remote anyconnect-eap aggregate [cert-request]}: asks the client for what
 * the profile wants, one form after the other, and has it checked by {@code aaa authentication
 * anyconnect-eap LIST}.
 *
 * <pre>
 * S: hello               C: init
 * S: certificate wanted  C: init with certificate and signature     only with cert-request
 * S: form                C: auth-reply                              again after a wrong password
 * S: complete            C: ack                                     S: EAP-Success
 * </pre>
 */
public final class AnyConnectLogin implements EapRelay.Endpoint {
    /** As often as a login form anywhere lets one try. */
    private static final int MOST_TRIES = 3;

    private static final int MOST_NAME_CHARACTERS = 128;
    private static final int MOST_PASSWORD_CHARACTERS = 128;

    /** Where a login stands; {@code identifier} is that of the request the client has. */
    private sealed interface State extends EapRelay.Thread {
        int identifier();

        record AwaitingInit(int identifier) implements State {}

        record AwaitingCertificate(int identifier) implements State {}

        record AwaitingLogin(int identifier, int tries) implements State {}

        record AwaitingAnswer(int identifier, String user, PasswordLogin.Pending pending)
                implements State {}

        record AwaitingAck(int identifier, String user, Attributes attributes) implements State {}
    }

    private final PasswordLogin logins;
    private final Pki pki;
    private final LongSupplier epochMs;

    public AnyConnectLogin(PasswordLogin logins, Pki pki, LongSupplier epochMs) {
        this.logins = logins;
        this.pki = pki;
        this.epochMs = epochMs;
    }

    /** Its peers log in this way: the method is named, and EAP of others is not beside it. */
    public static boolean isFor(Ikev2Profile profile) {
        boolean named = false;
        for (RemoteAuthentication method : profile.remoteAuthentications()) {
            if (method instanceof RemoteAuthentication.Eap) {
                return false;
            }
            named |= method instanceof RemoteAuthentication.AnyConnectEap;
        }
        return named;
    }

    @Override
    public boolean serves(Ikev2Profile profile) {
        return isFor(profile);
    }

    @Override
    public void answer(
            SessionFacts session,
            EapRelay.@Nullable Thread thread,
            Octets packet,
            Octets signed,
            Consumer<Reply> done) {
        if (!(thread instanceof State state)) {
            // What the engine made up of the IKE identity; no identity is asked for.
            int identifier = next(packet.u8(1));
            done.accept(go(identifier, AggregateXml.hello(), new State.AwaitingInit(identifier)));
            return;
        }
        try {
            AggregatePacket said = AggregatePacket.decode(packet);
            if (said.identifier() != state.identifier()) {
                throw new DecodeException("EAP", "the identifier is not that of the request");
            }
            step(session, state, said, AggregateXml.read(said.xml()), signed, done);
        } catch (DecodeException e) {
            done.accept(
                    failed(
                            packet.u8(1),
                            new Refusal(Reason.LOGIN_MALFORMED, String.valueOf(e.getMessage()))));
        }
    }

    private void step(
            SessionFacts session,
            State state,
            AggregatePacket said,
            AggregateXml.Answer answer,
            Octets signed,
            Consumer<Reply> done)
            throws DecodeException {
        int id = next(state.identifier());
        switch (state) {
            case State.AwaitingInit _ -> {
                require(answer, "init");
                done.accept(
                        wantsCertificate(session.profile())
                                ? go(
                                        id,
                                        AggregateXml.certificateRequest(),
                                        new State.AwaitingCertificate(id))
                                : form(id, "Please enter your username and password.", 0));
            }
            case State.AwaitingCertificate _ -> {
                require(answer, "init");
                done.accept(certificate(session, said, signed, id));
            }
            case State.AwaitingLogin(_, int tries) -> {
                require(answer, "auth-reply");
                String user = field(answer, "username", MOST_NAME_CHARACTERS);
                String password = field(answer, "password", MOST_PASSWORD_CHARACTERS);
                logins.check(
                        session,
                        list(session.profile()),
                        user,
                        PasswordLogin.typed(password),
                        verdict -> done.accept(decided(session, verdict, id, user, tries + 1)));
            }
            case State.AwaitingAnswer(_, String user, PasswordLogin.Pending pending) -> {
                require(answer, "auth-reply");
                String typed = field(answer, "answer", MOST_PASSWORD_CHARACTERS);
                logins.answer(
                        session,
                        pending,
                        user,
                        PasswordLogin.typed(typed),
                        verdict -> done.accept(decided(session, verdict, id, user, MOST_TRIES)));
            }
            case State.AwaitingAck(int identifier, String user, Attributes attributes) -> {
                require(answer, "ack");
                done.accept(
                        new Reply.Success(
                                AggregatePacket.success(identifier), null, user, attributes));
            }
        }
    }

    private Reply certificate(SessionFacts session, AggregatePacket said, Octets signed, int id) {
        Octets certificates = said.certificates();
        Octets signature = said.signature();
        if (certificates == null || signature == null) {
            return failed(
                    said.identifier(),
                    new Refusal(
                            Reason.CERTIFICATE_REFUSED,
                            "the client sent no certificate; the profile wants one"
                                    + " (cert-request)"));
        }
        try {
            DeviceProof.check(
                    pki.verifying(session.profile()),
                    certificates,
                    signature,
                    signed,
                    Instant.ofEpochMilli(epochMs.getAsLong()));
            return form(id, "Please enter your username and password.", 0);
        } catch (RefusedException e) {
            return failed(said.identifier(), e.refusal());
        }
    }

    private static Reply decided(
            SessionFacts session, Verdict verdict, int id, String user, int tries) {
        return switch (verdict) {
            case Verdict.Accepted(String name, Attributes attributes) ->
                    go(
                            id,
                            AggregateXml.complete(session.sessionId()),
                            new State.AwaitingAck(id, name, attributes));
            case Verdict.Challenged(String message, PasswordLogin.Pending pending) ->
                    go(
                            id,
                            AggregateXml.challengeForm(message),
                            new State.AwaitingAnswer(id, user, pending));
            case Verdict.Refused(Refusal refusal) ->
                    refusal.reason() == Reason.LOGIN_REJECTED && tries < MOST_TRIES
                            ? form(id, "Login failed.", tries)
                            : failed(id - 1 & 0xff, refusal);
        };
    }

    private static Reply form(int id, String message, int tries) {
        return go(id, AggregateXml.loginForm(message), new State.AwaitingLogin(id, tries));
    }

    private static Reply go(int identifier, String xml, State state) {
        return new Reply.Continue(AggregatePacket.request(identifier, xml), state);
    }

    private static Reply failed(int identifier, Refusal refusal) {
        return new Reply.Failure(AggregatePacket.failure(identifier), refusal);
    }

    private static void require(AggregateXml.Answer answer, String type) throws DecodeException {
        if (!answer.type().equals(type)) {
            throw new DecodeException(
                    "config-auth", "type " + answer.type() + " where " + type + " is due");
        }
    }

    private static String field(AggregateXml.Answer answer, String name, int most)
            throws DecodeException {
        String value = answer.fields().get(name);
        if (value == null || value.isEmpty() || value.length() > most) {
            throw new DecodeException(
                    "config-auth", name + " must have 1 to " + most + " characters");
        }
        return value;
    }

    private static boolean wantsCertificate(Ikev2Profile profile) {
        return profile.remoteAuthentications().stream()
                .anyMatch(a -> a instanceof RemoteAuthentication.AnyConnectEap(boolean c) && c);
    }

    private static String list(Ikev2Profile profile) {
        return profile.authenticationLists().stream()
                .filter(a -> a.method() == Method.ANYCONNECT_EAP)
                .map(Ikev2Profile.AuthenticationList::list)
                .findFirst()
                .orElse("default");
    }

    private static int next(int identifier) {
        return identifier + 1 & 0xff;
    }
}
