package io.flexaaa.server.user;

import io.flexaaa.server.user.store.UserActivityStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Each one-time code serves once (RFC 6238 §5.2), on whatever instance. While the database is away
 * an instance knows only the codes it took itself: a second use on another instance within the
 * minute is then possible, which is better than nobody getting in.
 */
@Component
public class TotpBook {

    private static final Logger log = LoggerFactory.getLogger(TotpBook.class);
    private static final int WAIT_MILLIS = 2_000;

    private final UserActivityStore store;
    private final Map<Long, Long> taken = new ConcurrentHashMap<>();

    TotpBook(UserActivityStore store) {
        this.store = store;
    }

    /**
     * Whether the code of that step is still good; it is used up by asking. Waits: not for listener
     * threads.
     */
    public boolean claim(long userId, long step) {
        Long before = taken.get(userId);
        if (before != null && before >= step) return false;
        if (!claimStored(userId, step)) return false;
        boolean[] first = {false};
        taken.compute(
                userId,
                (id, last) -> {
                    first[0] = last == null || last < step;
                    return first[0] ? Long.valueOf(step) : last;
                });
        return first[0];
    }

    private boolean claimStored(long userId, long step) {
        // On a thread of its own: with the database gone a connection is waited for too long.
        CompletableFuture<Boolean> claim = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                claim.complete(store.claimTotp(userId, step));
            } catch (RuntimeException e) {
                claim.completeExceptionally(e);
            }
        });
        try {
            return claim.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("code of user {} checked by this instance only: {}", userId, e.toString());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void forget(long userId) {
        taken.remove(userId);
    }
}
