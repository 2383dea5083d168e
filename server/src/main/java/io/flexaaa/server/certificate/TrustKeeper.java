package io.flexaaa.server.certificate;

import org.springframework.stereotype.Component;

/** Holds what is in force. */
@Component
class TrustKeeper {

    private volatile TrustState current = TrustState.EMPTY;

    TrustState current() {
        return current;
    }
}
