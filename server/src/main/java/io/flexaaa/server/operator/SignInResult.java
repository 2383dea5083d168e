package io.flexaaa.server.operator;

import java.time.Duration;

/** What came of a sign-in. */
public sealed interface SignInResult {
    /**
     * @param token for the session cookie; kept nowhere else
     */
    record SignedIn(String token, Identity identity) implements SignInResult {}

    /** Unknown account, wrong password or disabled account: a stranger must not learn which. */
    record Refused() implements SignInResult {}

    /** The password was good; without a good code it opens nothing. */
    record CodeNeeded() implements SignInResult {}

    record TooMany(Duration retryAfter) implements SignInResult {}
}
