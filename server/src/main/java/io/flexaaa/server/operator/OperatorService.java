package io.flexaaa.server.operator;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.operator.store.OperatorStore;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts: sign-in, sessions, passwords, roles. */
@Service
public class OperatorService {
    public static final Duration SESSION_LIFETIME = Duration.ofHours(12);
    public static final Duration SESSION_IDLE = Duration.ofMinutes(60);

    private final OperatorStore store;
    private final AuditLog audit;
    private final SecondFactor factors;
    private final SignInLimiter limiter = new SignInLimiter();
    private final Clock clock = Clock.systemUTC();
    // 19 MiB, two passes, one lane: the least that current guidance accepts, and kind to two cores.
    private final PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    // Verified when the account is unknown, so that the answer takes as long as for a known one.
    private final String decoy = encoded(RandomTokens.password(24));

    OperatorService(OperatorStore store, AuditLog audit, SecondFactor factors) {
        this.store = store;
        this.audit = audit;
        this.factors = factors;
    }

    // Sign-in ------------------------------------------------------------------------------------

    /**
     * Opens a session when name and password are good. Not one transaction: the slow hash must not
     * hold a database connection.
     */
    public SignInResult signIn(String name, String password, String address) {
        return signIn(name, password, null, address);
    }

    /**
     * @param code one-time or recovery code, for who has a second factor
     */
    public SignInResult signIn(
            String name, String password, @Nullable String code, String address) {
        long nowMs = clock.millis();
        Duration wait = limiter.waitFor(name, address, nowMs);
        if (wait != null) return new SignInResult.TooMany(wait);
        String hash = store.passwordHash(name).orElse(null);
        boolean good = encoder.matches(password, hash == null ? decoy : hash);
        Optional<Operator> operator =
                hash != null && good
                        ? store.byName(name).filter(Operator::enabled)
                        : Optional.empty();
        if (operator.isEmpty()) {
            limiter.failed(name, address, nowMs);
            // The name may be a password typed into the wrong field: only known ones are noted.
            audit.refused(
                    new Actor(Actor.Kind.SYSTEM, 0, "anonymous", address),
                    "sign-in",
                    "operator",
                    hash == null ? "(unknown account)" : name,
                    Map.of());
            return new SignInResult.Refused();
        }
        Operator who = operator.get();
        if (factors.active(who.id())) {
            if (code == null || code.isBlank()) return new SignInResult.CodeNeeded();
            if (!factors.accepts(who.id(), code)) {
                // Counted like a wrong password: six digits could be tried otherwise.
                limiter.failed(name, address, nowMs);
                audit.refused(
                        new Actor(Actor.Kind.SYSTEM, 0, "anonymous", address),
                        "sign-in",
                        "operator",
                        name,
                        Map.of("factor", "second"));
                return new SignInResult.Refused();
            }
        }
        limiter.succeeded(name, address);
        return open(who, address, Map.of());
    }

    private SignInResult.SignedIn open(Operator who, String address, Map<String, ?> facts) {
        String token = RandomTokens.next();
        Instant now = clock.instant();
        store.openSession(
                RandomTokens.hash(token), who.id(), now, now.plus(SESSION_LIFETIME), address);
        Identity identity = identity(who, address);
        audit.note(identity.actor(), "sign-in", "operator", who.name(), facts);
        return new SignInResult.SignedIn(token, identity);
    }

    /**
     * Signs in who an OpenID provider vouches for: made at the first sign-in, with the role of this
     * moment at each later one. The name is only a name: the account is known by issuer and
     * subject.
     */
    @Transactional
    public FederatedResult signInFederated(
            String issuer, String subject, String name, Role role, String address) {
        Actor system = new Actor(Actor.Kind.SYSTEM, 0, "system", address);
        Operator known = store.byOidc(issuer, subject).orElse(null);
        if (known == null) {
            if (store.byName(name).isPresent()) {
                audit.refused(system, "sign-in", "operator", name, Map.of("by", "oidc"));
                return new FederatedResult.NameTaken(name);
            }
            known =
                    audit.change(
                            system,
                            "create",
                            "operator",
                            name,
                            null,
                            () -> {
                                store.insertOidc(name, role, issuer, subject);
                                return store.byOidc(issuer, subject).orElseThrow();
                            });
        }
        if (!known.enabled()) {
            audit.refused(system, "sign-in", "operator", known.name(), Map.of("by", "oidc"));
            return new FederatedResult.Disabled(known.name());
        }
        if (known.role() != role) {
            Operator before = known;
            known =
                    audit.change(
                            system,
                            "update",
                            "operator",
                            before.name(),
                            before,
                            () -> {
                                store.update(before.id(), role, true);
                                return store.byOidc(issuer, subject).orElseThrow();
                            });
        }
        return new FederatedResult.SignedIn(open(known, address, Map.of("by", "oidc")));
    }

    /** Signs in who proved a passkey of that account; empty when the account is disabled. */
    @Transactional
    public Optional<SignInResult.SignedIn> signInByPasskey(long operatorId, String address) {
        return store.byId(operatorId)
                .filter(Operator::enabled)
                .map(who -> open(who, address, Map.of("by", "passkey")));
    }

    public Optional<Operator> byId(long id) {
        return store.byId(id);
    }

    /** Whose session this is, when it is live. */
    public Optional<Identity> bySession(String token, String address) {
        Instant now = clock.instant();
        byte[] hash = RandomTokens.hash(token);
        Optional<Operator> operator = store.bySession(hash, now, now.minus(SESSION_IDLE));
        operator.ifPresent(o -> store.touchSession(hash, now));
        return operator.map(o -> identity(o, address));
    }

    /** Why a session opens nothing, for who holds its cookie; null for one we never saw. */
    public @Nullable String whyEnded(String token) {
        Instant now = clock.instant();
        return store.whyEnded(RandomTokens.hash(token), now, now.minus(SESSION_IDLE));
    }

    public void signOut(String token) {
        store.closeSession(RandomTokens.hash(token));
    }

    // Accounts -----------------------------------------------------------------------------------

    public List<Operator> all() {
        return store.all();
    }

    public Optional<Operator> byName(String name) {
        return store.byName(name);
    }

    public boolean none() {
        return store.none();
    }

    /** Makes the account; the caller has checked name and password. */
    @Transactional
    public Operator create(Actor actor, String name, Role role, String password) {
        return audit.change(
                actor,
                "create",
                "operator",
                name,
                null,
                () -> {
                    store.insert(name, role, true, encoded(password));
                    return store.byName(name).orElseThrow();
                });
    }

    /** Changes role and state, and signs the account out when it may now do less. */
    @Transactional
    public Operator update(Actor actor, Operator before, Role role, boolean enabled)
            throws LastAdminException {
        if (role != Role.ADMIN || !enabled) refuseLastAdmin(before.name());
        return audit.change(
                actor,
                "update",
                "operator",
                before.name(),
                before,
                () -> {
                    store.update(before.id(), role, enabled);
                    if (!enabled) store.closeSessions(before.id(), null);
                    return store.byName(before.name()).orElseThrow();
                });
    }

    @Transactional
    public void delete(Actor actor, Operator operator) throws LastAdminException {
        refuseLastAdmin(operator.name());
        store.delete(operator.id());
        audit.note(actor, "delete", "operator", operator.name(), Map.of("before", operator));
    }

    public boolean passwordMatches(String name, String password) {
        return store.passwordHash(name).map(h -> encoder.matches(password, h)).orElse(false);
    }

    /** Sets a password and ends all other sessions of the account. */
    @Transactional
    public void setPassword(
            Actor actor, Operator operator, String password, @Nullable String exceptSession) {
        if (operator.oidc())
            throw new Problem.Conflict(
                    "OIDC_ACCOUNT",
                    operator.name()
                            + " signs in at the OpenID provider and has no password here; make a"
                            + " local account instead");
        store.setPassword(operator.id(), encoded(password));
        store.closeSessions(
                operator.id(), exceptSession == null ? null : RandomTokens.hash(exceptSession));
        audit.note(actor, "set-password", "operator", operator.name(), Map.of());
    }

    /**
     * The first start's operator {@code admin}.
     *
     * @return its password, to be shown once; null when there is an operator already
     */
    @Transactional
    public @Nullable String createFirstAdmin() {
        if (!store.none()) return null;
        String password = RandomTokens.password(20);
        create(Actor.system(), "admin", Role.ADMIN, password);
        return password;
    }

    private void refuseLastAdmin(String name) throws LastAdminException {
        List<String> admins = store.lockAdmins();
        if (admins.size() == 1 && admins.getFirst().equals(name))
            throw new LastAdminException(name);
    }

    private String encoded(String password) {
        String hash = encoder.encode(password);
        if (hash == null) throw new IllegalStateException("Argon2 gave no hash");
        return hash;
    }

    private static Identity identity(Operator operator, String address) {
        return new Identity(
                new Actor(Actor.Kind.SESSION, operator.id(), operator.name(), address),
                operator.role(),
                operator.role().permissions());
    }
}
