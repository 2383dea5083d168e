package io.flexaaa.server.user;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code flexaaa.login.*}
 *
 * @param maxFailures failed logins in a row after which a user is locked; 0 never locks
 * @param rejectDelayMillis a refused login is answered at a multiple of this after it came, so that
 *     neither guessing is fast nor the time tells why
 * @param passwordCacheSeconds how long a password found right needs no Argon2id again
 * @param threads for Argon2id; 0 means half the machine's cores
 * @param queue logins that may wait for such a thread; what comes beyond is not answered
 * @param msChapV1 whether MS-CHAP version 1 is served, which gives the password's hash away to who
 *     listens
 * @param challengeSeconds how long the answer to an Access-Challenge may take
 */
@ConfigurationProperties("flexaaa.login")
public record LoginProperties(
        @DefaultValue("5") int maxFailures,
        @DefaultValue("300") int lockSeconds,
        @DefaultValue("500") int rejectDelayMillis,
        @DefaultValue("300") int passwordCacheSeconds,
        @DefaultValue("0") int threads,
        @DefaultValue("256") int queue,
        @DefaultValue("false") boolean msChapV1,
        @DefaultValue("60") int challengeSeconds) {

    public int hashThreads() {
        if (threads > 0) return threads;
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
