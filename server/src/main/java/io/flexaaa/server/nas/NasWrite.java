package io.flexaaa.server.nas;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A RADIUS client as an operator writes it. An absent secret or authorization password keeps the
 * stored one; an empty authorization password takes it away (back to {@code cisco}). The same holds
 * for the certificate name, which a NAS that comes over TLS is known by.
 *
 * @param values what {@code {{nas.KEY}}} in AV pairs and framedPool stands for at this NAS; absent
 *     keeps the stored ones, empty takes them away
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
        @Nullable Boolean enabled,
        @Nullable Map<String, String> values,
        @Nullable String certificateName) {

    public NasWrite(
            @Nullable String description,
            String address,
            @Nullable String secret,
            @Nullable NasType type,
            @Nullable Boolean requireMessageAuthenticator,
            @Nullable String authorizationPassword,
            @Nullable Integer dynAuthPort,
            @Nullable Integer acctInterimSeconds,
            @Nullable Boolean enabled) {
        this(
                description,
                address,
                secret,
                type,
                requireMessageAuthenticator,
                authorizationPassword,
                dynAuthPort,
                acctInterimSeconds,
                enabled,
                null,
                null);
    }

    @Override
    public String toString() {
        return "NasWrite[address=" + address + ", type=" + type + "]";
    }
}
