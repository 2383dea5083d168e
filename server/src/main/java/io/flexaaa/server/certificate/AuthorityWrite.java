package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An authority as an operator writes it. A new one has either {@code certificatePem}, and is
 * imported, or neither and is made here with {@code subject}, {@code algorithm} and {@code
 * validityDays}; these three are only looked at then.
 */
public record AuthorityWrite(
        @Nullable String description,
        @Nullable String certificatePem,
        @Nullable String subject,
        @Nullable KeyKind algorithm,
        @Nullable Integer validityDays,
        @Nullable Boolean enabled,
        @Nullable List<TlsUse> trustedFor,
        @Nullable List<NameMapping> nameMapping,
        @Nullable CheckMode crlCheck,
        @Nullable String crlUrl,
        @Nullable CheckMode ocspCheck,
        @Nullable String ocspUrl) {

    /** One that is made here, all else by default. */
    static AuthorityWrite builtIn() {
        return new AuthorityWrite(
                null, null, null, null, null, null, null, null, null, null, null, null);
    }
}
