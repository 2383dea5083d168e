package io.flexaaa.server.access.eap;

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
    public @Nullable Reason check(EapRequest request, UserEntry user, Secret password) {
        CompletableFuture<Verdict> decided = new CompletableFuture<>();
        logins.decide(
                asLogin(request.access(), user, password),
                request.nas(),
                request.snapshot(),
                request.nowMs(),
                decided::complete);
        return switch (decided.join()) {
            case Verdict.AcceptLogin _ -> null;
            case Verdict.Reject(Reason reason) -> reason;
            // The code goes behind the password; a second question would need a second round.
            case Verdict.Challenge _ -> Reason.ONE_TIME_CODE_NEEDED;
            case Verdict.Busy() -> Reason.EAP_BUSY;
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
    public void accepted(EapRequest request, EapAccount account) {
        String audit = request.access().auditSessionId();
        if (audit != null) origins.peer(audit, account.name(), account.attributes());
    }

    private static AccessRequest asLogin(AccessRequest outer, UserEntry user, Secret password) {
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
                null);
    }
}
