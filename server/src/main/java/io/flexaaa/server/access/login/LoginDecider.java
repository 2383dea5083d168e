package io.flexaaa.server.access.login;

import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.access.Verdict;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.UserEntry;
import io.flexaaa.server.user.LoginBook;
import io.flexaaa.server.user.LoginProperties;
import io.flexaaa.server.user.TotpBook;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decides a person's login: who may, with which password, and which one-time code. May compute a
 * password hash and wait for the database; {@link #slow} says when.
 */
final class LoginDecider {

    private final LoginProperties settings;
    private final LoginBook book;
    private final TotpBook codes;
    private final LoginStates states;
    private final PasswordCache cache;
    private final Argon2Hash decoy;

    LoginDecider(
            LoginProperties settings,
            LoginBook book,
            TotpBook codes,
            LoginStates states,
            PasswordCache cache,
            Argon2Hash decoy) {
        this.settings = settings;
        this.book = book;
        this.codes = codes;
        this.states = states;
        this.cache = cache;
        this.decoy = decoy;
    }

    /** Whether {@link #decide} takes longer than a listener thread may wait. */
    boolean slow(AccessRequest request, @Nullable UserEntry user, long nowMs) {
        boolean handsOver = request.credential() instanceof Credential.Password;
        if (user == null) return handsOver;
        if (standing(user, nowMs) != null) return false;
        if (user.totp() != null) return true;
        Argon2Hash hash = user.hash();
        return hash != null
                && request.credential() instanceof Credential.Password(byte[] octets)
                && !cache.knows(user, hash, Secret.copyOf(octets), nowMs);
    }

    Verdict decide(AccessRequest request, NasEntry nas, @Nullable UserEntry user, long nowMs) {
        Credential credential = request.credential();
        if (credential instanceof Credential.MsChap1 && !settings.msChapV1()) {
            return reject(Reason.MS_CHAP_V1_NOT_SERVED);
        }
        if (user == null) {
            if (credential instanceof Credential.Password(byte[] octets)) {
                decoy.matches(Secret.copyOf(octets));
            }
            return reject(Reason.UNKNOWN_USER);
        }
        Reason against = standing(user, nowMs);
        if (against != null) return reject(against);
        Octets state = request.state();
        Verdict verdict =
                state == null
                        ? first(request, nas, user, nowMs)
                        : second(state, request, nas, user, nowMs);
        if (verdict instanceof Verdict.AcceptLogin) book.succeeded(user.id(), nowMs);
        return verdict;
    }

    private @Nullable Reason standing(UserEntry user, long nowMs) {
        if (!user.enabled()) return Reason.USER_DISABLED;
        if (user.validUntil() != null && nowMs >= user.validUntil().toEpochMilli()) {
            return Reason.USER_EXPIRED;
        }
        if (user.unreadable() != null) return Reason.USER_UNREADABLE;
        if (user.password() == null && user.hash() == null) return Reason.NO_USER_PASSWORD;
        return book.lockedUntil(user.id(), nowMs) == null ? null : Reason.USER_LOCKED;
    }

    /** The password, alone or with the one-time code behind it. */
    private Verdict first(AccessRequest request, NasEntry nas, UserEntry user, long nowMs) {
        Secret password = user.password();
        if (password != null) return withPassword(request, nas, user, password, nowMs);
        Argon2Hash hash = user.hash();
        if (hash != null && request.credential() instanceof Credential.Password(byte[] octets)) {
            return withHash(octets, nas, user, hash, nowMs);
        }
        return reject(Reason.PASSWORD_NOT_REVERSIBLE);
    }

    private Verdict withPassword(
            AccessRequest request, NasEntry nas, UserEntry user, Secret password, long nowMs) {
        // Also what became a look-up's password after it was the user's: everybody knows it.
        if (password.matches(nas.authorizationPassword())) {
            return reject(Reason.LOOKUP_PASSWORD_AT_LOGIN);
        }
        Secret totp = user.totp();
        if (Proof.fits(request.credential(), request.userName(), password)) {
            return totp == null ? accept(request, user, password) : ask(request, nas, user, nowMs);
        }
        if (totp == null) return failed(user, Reason.WRONG_PASSWORD, nowMs);
        // Which code was appended can be seen in no method but PAP: try those of the window.
        long now = Totp.step(nowMs);
        for (long step = now - 1; step <= now + 1; step++) {
            Secret both = joined(password, Totp.code(totp, step));
            if (Proof.fits(request.credential(), request.userName(), both)) {
                return codes.claim(user.id(), step)
                        ? accept(request, user, both)
                        : failed(user, Reason.CODE_USED, nowMs);
            }
        }
        return failed(user, Reason.WRONG_PASSWORD, nowMs);
    }

    private Verdict withHash(
            byte[] given, NasEntry nas, UserEntry user, Argon2Hash hash, long nowMs) {
        Secret totp = user.totp();
        long step = Totp.NONE;
        byte[] base = given;
        if (totp != null && given.length > Totp.DIGITS) {
            int cut = given.length - Totp.DIGITS;
            String tail = new String(given, cut, Totp.DIGITS, StandardCharsets.ISO_8859_1);
            step = Totp.matching(totp, tail, nowMs);
            if (step != Totp.NONE) base = Arrays.copyOf(given, cut);
        }
        Secret password = Secret.wrap(base.clone());
        if (password.matches(nas.authorizationPassword())) {
            return reject(Reason.LOOKUP_PASSWORD_AT_LOGIN);
        }
        if (!right(user, hash, password, nowMs)) {
            return failed(user, Reason.WRONG_PASSWORD, nowMs);
        }
        if (totp == null) return new Verdict.AcceptLogin(user, null);
        if (step == Totp.NONE) return challenge(nas, user, nowMs);
        return codes.claim(user.id(), step)
                ? new Verdict.AcceptLogin(user, null)
                : failed(user, Reason.CODE_USED, nowMs);
    }

    private boolean right(UserEntry user, Argon2Hash hash, Secret password, long nowMs) {
        if (cache.knows(user, hash, password, nowMs)) return true;
        if (!hash.matches(password)) return false;
        cache.right(user, hash, password, nowMs);
        return true;
    }

    /** RFC 2865 §4.4 knows the challenge for PAP and CHAP; MS-CHAP clients do not come back. */
    private Verdict ask(AccessRequest request, NasEntry nas, UserEntry user, long nowMs) {
        return switch (request.credential()) {
            case Credential.Password _, Credential.Chap _ -> challenge(nas, user, nowMs);
            case Credential.MsChap1 _,
                    Credential.MsChap2 _,
                    Credential.Eap _,
                    Credential.Malformed _,
                    Credential.MalformedChap _,
                    Credential.Mixed _,
                    Credential.None _ ->
                    reject(Reason.ONE_TIME_CODE_NEEDED);
        };
    }

    private Verdict challenge(NasEntry nas, UserEntry user, long nowMs) {
        return new Verdict.Challenge(user, states.issue(user, nas, nowMs), states.seconds());
    }

    /** The answer to a challenge: the code in the password's place. */
    private Verdict second(
            Octets state, AccessRequest request, NasEntry nas, UserEntry user, long nowMs) {
        Secret totp = user.totp();
        if (totp == null) return reject(Reason.LOGIN_STATE_UNKNOWN);
        switch (states.take(state, user, nas, nowMs)) {
            case UNKNOWN -> {
                return failed(user, Reason.LOGIN_STATE_UNKNOWN, nowMs);
            }
            case USED -> {
                return failed(user, Reason.LOGIN_STATE_USED, nowMs);
            }
            case GOOD -> {}
        }
        long now = Totp.step(nowMs);
        for (long step = now - 1; step <= now + 1; step++) {
            Secret code = Secret.ofUtf8(Totp.code(totp, step));
            if (Proof.fits(request.credential(), request.userName(), code)) {
                return codes.claim(user.id(), step)
                        ? accept(request, user, code)
                        : failed(user, Reason.CODE_USED, nowMs);
            }
        }
        return failed(user, Reason.WRONG_CODE, nowMs);
    }

    private static Verdict accept(AccessRequest request, UserEntry user, Secret password) {
        return new Verdict.AcceptLogin(
                user, Proof.answer(request.credential(), request.userName(), password));
    }

    private Verdict failed(UserEntry user, Reason reason, long nowMs) {
        book.failed(user.id(), nowMs);
        return reject(reason);
    }

    private static Secret joined(Secret password, String code) {
        byte[] clear = password.reveal();
        byte[] both = Arrays.copyOf(clear, clear.length + code.length());
        System.arraycopy(
                code.getBytes(StandardCharsets.US_ASCII), 0, both, clear.length, code.length());
        Arrays.fill(clear, (byte) 0);
        return Secret.wrap(both);
    }

    private static Verdict reject(Reason reason) {
        return new Verdict.Reject(reason);
    }
}
