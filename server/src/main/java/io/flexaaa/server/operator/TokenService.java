package io.flexaaa.server.operator;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.operator.store.OperatorStore;
import io.flexaaa.server.operator.store.TokenStore;
import io.flexaaa.server.permission.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** API tokens: made once, stored as a hash, narrowed by scopes, ended by expiry or revocation. */
@Service
public class TokenService {
    private final TokenStore tokens;
    private final OperatorStore operators;
    private final AuditLog audit;
    private final Clock clock = Clock.systemUTC();

    TokenService(TokenStore tokens, OperatorStore operators, AuditLog audit) {
        this.tokens = tokens;
        this.operators = operators;
        this.audit = audit;
    }

    /**
     * @param secret the token, to be shown once
     */
    public record Created(ApiToken token, String secret) {}

    public List<ApiToken> all(@Nullable Long operatorId) {
        return tokens.all(operatorId);
    }

    public Optional<ApiToken> byId(long id) {
        return tokens.byId(id);
    }

    @Transactional
    public Created create(
            Actor actor, String name, Set<Permission> permissions, @Nullable Instant expiresAt) {
        Operator owner = operators.byName(actor.name()).orElseThrow();
        String secret = RandomTokens.API_PREFIX + RandomTokens.next();
        long id =
                tokens.insert(
                        owner,
                        name,
                        RandomTokens.hash(secret),
                        prefix(secret),
                        permissions,
                        expiresAt);
        ApiToken token = tokens.byId(id).orElseThrow();
        audit.note(actor, "create", "token", name, Map.of("after", token));
        return new Created(token, secret);
    }

    /** A new secret for the same token; the old one opens nothing from now on. */
    @Transactional
    public Created rotate(Actor actor, ApiToken token) {
        String secret = RandomTokens.API_PREFIX + RandomTokens.next();
        tokens.replace(token.id(), RandomTokens.hash(secret), prefix(secret));
        ApiToken after = tokens.byId(token.id()).orElseThrow();
        audit.note(actor, "rotate", "token", token.name(), Map.of("before", token, "after", after));
        return new Created(after, secret);
    }

    /** Why a token opens nothing, for its holder; null for one we never made. */
    public @Nullable String whyEnded(String secret) {
        return tokens.whyEnded(RandomTokens.hash(secret), clock.instant());
    }

    private static String prefix(String secret) {
        return secret.substring(0, RandomTokens.API_PREFIX.length() + 4);
    }

    @Transactional
    public void revoke(Actor actor, ApiToken token) {
        tokens.revoke(token.id());
        audit.note(actor, "revoke", "token", token.name(), Map.of("before", token));
    }

    /** Whose token this is. It never may more than its owner may now. */
    public Optional<Identity> byToken(String secret, String address) {
        if (!secret.startsWith(RandomTokens.API_PREFIX)) return Optional.empty();
        Instant now = clock.instant();
        return tokens.live(RandomTokens.hash(secret), now)
                .flatMap(token -> {
                    tokens.touch(token.id(), now);
                    return operators
                            .byName(token.owner())
                            .map(owner -> identity(token, owner, address));
                });
    }

    private static Identity identity(ApiToken token, Operator owner, String address) {
        EnumSet<Permission> both = EnumSet.noneOf(Permission.class);
        both.addAll(token.permissions());
        both.retainAll(owner.role().permissions());
        Actor actor =
                new Actor(
                        Actor.Kind.TOKEN,
                        owner.id(),
                        owner.name() + " (token " + token.name() + ")",
                        address);
        return new Identity(actor, owner.role(), both);
    }
}
