package io.flexaaa.server.access.login;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.access.Verdict;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;
import io.flexaaa.server.user.LoginBook;
import io.flexaaa.server.user.LoginProperties;
import io.flexaaa.server.user.TotpBook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import java.security.SecureRandom;
import java.util.function.Consumer;

/** People's logins: decided at once where that is quick, else on a thread of their own. */
@Service
public class LoginService {

    private static final Logger log = LoggerFactory.getLogger(LoginService.class);

    private final LoginDecider decider;
    private final LoginWorkers workers;

    LoginService(
            LoginProperties settings,
            LoginBook book,
            TotpBook codes,
            SecretBox box,
            SecureRandom random,
            LoginWorkers workers) {
        byte[] nobodys = new byte[24];
        random.nextBytes(nobodys);
        this.workers = workers;
        this.decider =
                new LoginDecider(
                        settings,
                        book,
                        codes,
                        new LoginStates(box, random, settings.challengeSeconds()),
                        new PasswordCache(random, settings.passwordCacheSeconds()),
                        Argon2Hash.of(Secret.wrap(nobodys), random));
    }

    /** {@code done} is called once, on this thread or another. */
    public void decide(
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            long nowMs,
            Consumer<Verdict> done) {
        UserEntry user = snapshot.user(request.userName());
        if (!decider.slow(request, user, nowMs)) {
            done.accept(decider.decide(request, nas, user, nowMs));
            return;
        }
        if (user == null && workers.halfFull()) {
            // Names out of thin air must not push out people's logins.
            done.accept(new Verdict.Reject(Reason.UNKNOWN_USER));
            return;
        }
        boolean taken =
                workers.run(
                        () -> {
                            try {
                                done.accept(decider.decide(request, nas, user, nowMs));
                            } catch (RuntimeException e) {
                                log.error("login of {} failed", request.userName(), e);
                                done.accept(new Verdict.Busy());
                            }
                        },
                        () -> done.accept(new Verdict.Busy()));
        if (!taken) done.accept(new Verdict.Busy());
    }

    /** A refusal's way out; {@code tooMany} when even those who wait are too many. */
    public void refuse(long receivedNanos, Runnable send, Runnable tooMany) {
        if (!workers.later(receivedNanos, send)) tooMany.run();
    }
}
