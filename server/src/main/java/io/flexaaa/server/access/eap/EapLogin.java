package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapRefusal.Code;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.certificate.ClientDecision;
import io.flexaaa.server.certificate.ClientTrust;
import io.flexaaa.server.certificate.TlsUse;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The users of one conversation, by the configuration of the round. */
final class EapLogin implements EapUsers {

    private final Realms realms;
    private final ClientTrust trust;
    private final EapPasswords passwords;
    private EapRequest request;
    private boolean counted;
    private Reason reason = Reason.UNKNOWN_USER;
    private @Nullable EapAccount account;

    /** The State of the question for a one-time code that is open. */
    private @Nullable Octets asked;

    EapLogin(Realms realms, ClientTrust trust, EapPasswords passwords, EapRequest first) {
        this.realms = realms;
        this.trust = trust;
        this.passwords = passwords;
        this.request = first;
    }

    /** Its snapshot and time are in force while it is worked on. */
    void at(EapRequest current) {
        request = current;
    }

    /**
     * How it ends is known, be the peer still to be told or not: a wrong password counts towards
     * the lock, once, and a right one ends the count.
     */
    void ended(@Nullable EapRefusal refusal) {
        if (counted) return;
        counted = true;
        if (!(account instanceof EapAccount.User(UserEntry user))) return;
        if (refusal == null) passwords.tried(user, true, request.nowMs());
        else if (refusal.code() == Code.WRONG_PASSWORD) {
            passwords.tried(user, false, request.nowMs());
        }
    }

    /** Why the last refusal came about. */
    Reason reason() {
        return reason;
    }

    /** Whom the last look-up found. */
    @Nullable EapAccount account() {
        return account;
    }

    @Override
    public Password password(String name) {
        EapRefusal refusal = find(name, false);
        if (refusal != null) return new Password.Refused(refusal);
        if (!(account instanceof EapAccount.User(UserEntry user))) {
            return new Password.Refused(refuse(Reason.UNKNOWN_USER, name));
        }
        if (user.totp() != null) {
            return new Password.Refused(refuse(Reason.ONE_TIME_CODE_NEEDED, name));
        }
        Reason standing = passwords.standing(request, user);
        if (standing != null) return new Password.Refused(refuse(standing, name));
        Secret password = user.password();
        if (password != null) return new Password.Known(password);
        return new Password.Refused(
                refuse(
                        user.hash() == null
                                ? Reason.NO_USER_PASSWORD
                                : Reason.PASSWORD_NOT_REVERSIBLE,
                        name));
    }

    @Override
    public Checked check(String name, Secret given) {
        EapRefusal refusal = find(name, false);
        if (refusal != null) return new Checked.Refused(refusal);
        if (!(account instanceof EapAccount.User(UserEntry user))) {
            return new Checked.Refused(refuse(Reason.UNKNOWN_USER, name));
        }
        Octets answered = asked;
        asked = null;
        return switch (passwords.check(request, user, given, answered)) {
            case EapPasswords.Checked.Right() -> new Checked.Right();
            case EapPasswords.Checked.Wrong(Reason why) -> new Checked.Refused(refuse(why, name));
            case EapPasswords.Checked.CodeWanted(Octets state) -> {
                asked = state;
                yield new Checked.MoreWanted(
                        "One-time code: ", refuse(Reason.ONE_TIME_CODE_NEEDED, name));
            }
        };
    }

    @Override
    public Holder holder(List<X509Certificate> chain, String identity) {
        return switch (trust.check(TlsUse.EAP, chain, now())) {
            case ClientDecision.Refused(var why, String sentence, String cure) ->
                    new Holder.Refused(
                            new EapRefusal(EapTrustManager.code(why), sentence + "; " + cure));
            case ClientDecision.Accepted(String name, List<String> names, _, _) -> {
                EapRefusal refusal = find(name, true);
                EapAccount found = account;
                if (refusal != null) {
                    yield new Holder.Refused(
                            new EapRefusal(
                                    refusal.code(),
                                    name + " of " + String.join(", ", names) + " in it"));
                }
                yield found == null
                        ? new Holder.Refused(refuse(Reason.UNKNOWN_USER, name))
                        : new Holder.Known(found.name());
            }
        };
    }

    /** Finds the account and whether it may log in at all; null when it may. */
    private @Nullable EapRefusal find(String name, boolean orPeer) {
        account = null;
        if (!realms.serves(name)) return refuse(Reason.UNKNOWN_REALM, name);
        for (String candidate : realms.candidates(name)) {
            if (account != null) break;
            account =
                    orPeer
                            ? EapAccount.userOrPeer(request.snapshot(), candidate)
                            : EapAccount.user(request.snapshot(), candidate);
        }
        return switch (account) {
            case null -> refuse(Reason.UNKNOWN_USER, name);
            case EapAccount.User(UserEntry user) -> {
                if (!user.enabled()) yield refuse(Reason.USER_DISABLED, name);
                if (over(user.validUntil())) yield refuse(Reason.USER_EXPIRED, name);
                yield user.unreadable() != null ? refuse(Reason.USER_UNREADABLE, name) : null;
            }
            case EapAccount.Peer(PeerEntry peer) -> {
                if (!peer.enabled()) yield refuse(Reason.PEER_DISABLED, name);
                yield over(peer.validUntil()) ? refuse(Reason.PEER_EXPIRED, name) : null;
            }
        };
    }

    private boolean over(@Nullable Instant until) {
        return until != null && !now().isBefore(until);
    }

    private Instant now() {
        return Instant.ofEpochMilli(request.nowMs());
    }

    private EapRefusal refuse(Reason why, String name) {
        reason = why;
        return new EapRefusal(Code.USER_REFUSED, name);
    }
}
