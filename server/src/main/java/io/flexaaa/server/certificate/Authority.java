package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** An authority as the API shows it. */
public record Authority(
        long id,
        String name,
        String description,
        boolean builtIn,
        boolean enabled,
        String subject,
        String serial,
        String fingerprintSha256,
        String algorithm,
        Instant notBefore,
        Instant notAfter,
        List<TlsUse> trustedFor,
        List<NameMapping> nameMapping,
        CheckMode crlCheck,
        @Nullable String crlUrl,
        @Nullable Crl crl,
        CheckMode ocspCheck,
        @Nullable String ocspUrl,
        long issued,
        String certificatePem,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * The list an imported authority was last checked with.
     *
     * @param error why the last fetch failed; the list before it stays in force
     */
    public record Crl(
            @Nullable Instant thisUpdate,
            @Nullable Instant nextUpdate,
            int revoked,
            @Nullable Instant checkedAt,
            @Nullable String error) {}
}
