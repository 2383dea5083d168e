package io.flexaaa.server.nas;

import org.jspecify.annotations.Nullable;

/**
 * A RADIUS client as an operator writes it. An absent secret or authorization password keeps the
 * stored one; an empty authorization password takes it away (back to {@code cisco}).
 */
public record NasWrite(
        @Nullable String description,
        String address,
        @Nullable String secret,
        @Nullable NasType type,
        @Nullable Boolean requireMessageAuthenticator,
        @Nullable String authorizationPassword,
        @Nullable Integer dynAuthPort,
        @Nullable Integer acctInterimSeconds,
        @Nullable Boolean enabled) {

    @Override
    public String toString() {
        return "NasWrite[address=" + address + ", type=" + type + "]";
    }
}
