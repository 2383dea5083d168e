package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What OCSP responders said, kept as long as they allow. Questions are asked on virtual threads,
 * only of the URL the operator gave the authority, never of one out of a client's certificate.
 */
@Component
class OcspClient {

    private static final Logger log = LoggerFactory.getLogger(OcspClient.class);

    private static final int MOST = 20_000;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final OcspQuery query;
    private final Clock clock;
    private final ConcurrentHashMap<Key, CompletableFuture<Void>> asking =
            new ConcurrentHashMap<>();
    private final Map<Key, Answer> answers =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Answer> eldest) {
                    return size() > MOST;
                }
            };

    OcspClient(OcspQuery query, Clock clock) {
        this.query = query;
        this.clock = clock;
    }

    private record Key(long authority, BigInteger serial) {}

    private record Answer(OcspStatus status, Instant until) {}

    /** What is known; if that is nothing, the question is on its way when this returns. */
    @Nullable OcspStatus known(TrustedAuthority issuer, X509Certificate certificate, Instant now) {
        Key key = new Key(issuer.id(), certificate.getSerialNumber());
        synchronized (answers) {
            Answer answer = answers.get(key);
            if (answer != null && now.isBefore(answer.until)) return answer.status;
        }
        asking.computeIfAbsent(key, k -> ask(k, issuer));
        return null;
    }

    /** Completes when nothing is being asked about these certificates any more. */
    CompletableFuture<Void> whenQuiet(List<X509Certificate> certificates) {
        return CompletableFuture.allOf(
                asking.entrySet().stream()
                        .filter(e ->
                                certificates.stream()
                                        .anyMatch(
                                                c -> c.getSerialNumber().equals(e.getKey().serial)))
                        .map(Map.Entry::getValue)
                        .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> ask(Key key, TrustedAuthority issuer) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("ocsp-" + issuer.name())
                .start(() -> {
                    try {
                        keep(key, query.ask(issuer, key.serial, clock.instant()));
                    } catch (OcspQuery.Failed e) {
                        log.warn(
                                "OCSP authority={} serial={}: {}",
                                issuer.name(),
                                key.serial.toString(16),
                                e.getMessage());
                        Instant until = clock.instant().plus(AFTER_FAILURE);
                        put(key, new Answer(OcspStatus.NO_ANSWER, until));
                    } finally {
                        asking.remove(key);
                        done.complete(null);
                    }
                });
        return done;
    }

    private void keep(Key key, OcspQuery.Told told) {
        Instant now = clock.instant();
        Instant until = told.nextUpdate() == null ? now.plus(SHORTEST) : told.nextUpdate();
        if (until.isAfter(now.plus(LONGEST))) until = now.plus(LONGEST);
        if (until.isBefore(now.plus(SHORTEST))) until = now.plus(SHORTEST);
        put(key, new Answer(told.status(), until));
    }

    private void put(Key key, Answer answer) {
        synchronized (answers) {
            answers.put(key, answer);
        }
    }
}
