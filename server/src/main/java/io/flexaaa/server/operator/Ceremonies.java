package io.flexaaa.server.operator;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.operator.store.CeremonyStore;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sign-in of several requests remembers between them, for any instance to go on with. The
 * browser holds a random handle; what it stands for is sealed, ends by itself and is taken once.
 */
@Service
public class Ceremonies {
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** Strangers can begin sign-ins; so many of them may be open at once. */
    private static final int MOST = 10_000;

    private final CeremonyStore store;
    private final SecretBox box;
    private final Clock clock;

    Ceremonies(CeremonyStore store, SecretBox box, Clock clock) {
        this.store = store;
        this.box = box;
        this.clock = clock;
    }

    /** Which kind of sign-in or registration; one cannot be finished as the other. */
    public enum Kind {
        OIDC,
        PASSKEY_SIGN_IN,
        PASSKEY_REGISTRATION
    }

    /**
     * @param operatorId for whom, where that is known already
     * @return the handle for the browser; null when too many are open
     */
    @Transactional
    public @Nullable String begin(Kind kind, @Nullable Long operatorId, String content) {
        Instant now = clock.instant();
        if (store.sweep(now) >= MOST) return null;
        String handle = RandomTokens.next();
        long id = store.nextId();
        byte[] sealed = box.seal(Secret.ofUtf8(content), place(id));
        store.insert(
                id, RandomTokens.hash(handle), kind.name(), operatorId, sealed, now.plus(LIFETIME));
        return handle;
    }

    /** Its content, once; empty for a handle that is unknown, used, too old or another's. */
    @Transactional
    public Optional<String> take(Kind kind, @Nullable Long operatorId, String handle) {
        return store.take(RandomTokens.hash(handle), kind.name(), operatorId, clock.instant())
                .map(row -> box.open(row.sealed(), place(row.id())).revealUtf8());
    }

    private static SecretBox.Place place(long id) {
        return new SecretBox.Place("sign_in_ceremony", id, "content_sealed");
    }
}
