package io.flexaaa.server.dynauth;

import io.flexaaa.server.problem.Check;

import java.util.List;

/**
 * Keys have no business in a change: a hub takes them at the next IKE_AUTH only, and what is sent
 * is kept in the log, the jobs and the audit for everybody who may read those.
 */
public final class KeyPairs {
    private static final String NAME = "ikev2-password-";

    private KeyPairs() {}

    /** Not to be talked out of by validate=false. */
    public static void refuse(Check check, List<String> avPairs) {
        for (int i = 0; i < avPairs.size(); i++) {
            String pair = avPairs.get(i);
            check.require(
                    pair == null || !pair.contains(NAME),
                    "avPairs[" + i + "]",
                    "(hidden)",
                    "is a key",
                    "set it as the peer's asymmetric PSK; the hub asks for it at the next tunnel");
        }
    }
}
