package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A certificate as the API shows it; never its key. */
public record Certificate(
        long id,
        @Nullable String authority,
        String serial,
        CertificatePurpose purpose,
        CertificateState state,
        String subject,
        List<String> names,
        String algorithm,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant revokedAt,
        @Nullable RevocationReason revocationReason,
        boolean keyHeld,
        List<TlsUse> shownFor,
        String certificatePem,
        String chainPem,
        long version,
        Instant createdAt) {}
