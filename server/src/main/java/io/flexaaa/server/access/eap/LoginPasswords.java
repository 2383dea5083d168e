package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.access.Verdict;
import io.flexaaa.server.access.login.LoginService;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.snapshot.UserEntry;
import io.flexaaa.server.user.LoginBook;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.concurrent.CompletableFuture;

/** A password inside EAP is a login like any other. Called on virtual threads: it may wait. */
@Component
final class LoginPasswords implements EapPasswords {

    private final LoginService logins;
    private final LoginBook book;
    private final SessionOrigins origins;

    LoginPasswords(LoginService logins, LoginBook book, SessionOrigins origins) {
        this.logins = logins;
        this.book = book;
        this.origins = origins;
    }

    @Override
    public Checked check(
            EapRequest request, UserEntry user, Secret password, @Nullable Octets state) {
        CompletableFuture<Verdict> decided = new CompletableFuture<>();
        logins.decide(
                asLogin(request.access(), user, password, state),
                request.nas(),
                request.snapshot(),
                request.nowMs(),
                decided::complete);
        return switch (decided.join()) {
            case Verdict.AcceptLogin _ -> new Checked.Right();
            case Verdict.Reject(Reason reason) -> new Checked.Wrong(reason);
            case Verdict.Challenge(_, Octets asked, _) -> new Checked.CodeWanted(asked);
            case Verdict.Busy() -> new Checked.Wrong(Reason.EAP_BUSY);
            case Verdict.AcceptPeer _,
                    Verdict.AcceptGroup _,
                    Verdict.AcceptUser _,
                    Verdict.Login _ ->
                    throw new IllegalStateException("a login was decided as a look-up");
        };
    }

    @Override
    public @Nullable Reason standing(EapRequest request, UserEntry user) {
        if (book.lockedUntil(user.id(), request.nowMs()) != null) return Reason.USER_LOCKED;
        Secret password = user.password();
        return password != null && password.matches(request.nas().authorizationPassword())
                ? Reason.LOOKUP_PASSWORD_AT_LOGIN
                : null;
    }

    @Override
    public void tried(UserEntry user, boolean right, long nowMs) {
        if (right) book.succeeded(user.id(), nowMs);
        else book.failed(user.id(), nowMs);
    }

    @Override
    public void accepted(EapRequest request, EapAccount account, Attributes granted) {
        String audit = request.access().auditSessionId();
        if (audit != null) origins.peer(audit, account.name(), granted);
    }

    private static AccessRequest asLogin(
            AccessRequest outer, UserEntry user, Secret password, @Nullable Octets state) {
        return new AccessRequest(
                user.name(),
                new AccessRequest.Credential.Password(password.reveal()),
                outer.serviceType(),
                outer.callingStationId(),
                outer.nasPortId(),
                outer.nasPortType(),
                outer.auditSessionId(),
                outer.phase1Id(),
                outer.groupId(),
                state);
    }
}
