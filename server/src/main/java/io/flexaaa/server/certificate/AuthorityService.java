package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.AuthorityEntity;
import io.flexaaa.server.certificate.store.AuthorityRepository;
import io.flexaaa.server.certificate.store.CertificateRepository;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/** Authorities: those made here, which issue, and imported ones, which are only believed. */
@Service
public class AuthorityService {

    /** The authority that the first order makes. */
    public static final String BUILT_IN = "flexaaa";

    private static final int MOST_DAYS = 7305;
    private static final int DEFAULT_DAYS = 3650;
    static final Duration BACKDATE = Duration.ofMinutes(5);

    private final AuthorityRepository rows;
    private final CertificateRepository certificates;
    private final KeyVault vault;
    private final CrlFetcher fetcher;
    private final SecureRandom random;
    private final Clock clock;

    AuthorityService(
            AuthorityRepository rows,
            CertificateRepository certificates,
            KeyVault vault,
            CrlFetcher fetcher,
            SecureRandom random,
            Clock clock) {
        this.rows = rows;
        this.certificates = certificates;
        this.vault = vault;
        this.fetcher = fetcher;
        this.random = random;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Authority> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<AuthorityEntity> found = rows.page(after, page.like(), Limit.of(page.limit() + 1));
        Page<AuthorityEntity> cut = Page.cut(found, page.limit(), AuthorityEntity::name);
        return new Page<>(cut.items().stream().map(this::view).toList(), cut.next(), rows.count());
    }

    @Transactional(readOnly = true)
    public Authority get(String name) {
        return view(find(name));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Authority put(String name, AuthorityWrite write, @Nullable Long ifVersion) {
        AuthorityEntity row = rows.findByName(name).orElse(null);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("authority", name, view(row));
        }
        check(name, write, row);
        if (row == null) row = create(name, write);
        row.setDescription(orElse(write.description(), ""));
        row.setEnabled(orElse(write.enabled(), true));
        // An imported authority is believed for nothing until somebody says for what.
        List<TlsUse> uses =
                row.keySealed() == null ? List.of() : List.of(TlsUse.EAP, TlsUse.RADSEC);
        row.setTrustedFor(Words.join(orElse(write.trustedFor(), uses), TlsUse::code));
        row.setNameMapping(
                Words.join(orElse(write.nameMapping(), NameMapping.DEFAULT), NameMapping::code));
        row.setCrlCheck(
                orElse(write.crlCheck(), write.crlUrl() == null ? CheckMode.OFF : CheckMode.HARD)
                        .code());
        row.setCrlUrl(write.crlUrl());
        row.setOcspCheck(
                orElse(write.ocspCheck(), write.ocspUrl() == null ? CheckMode.OFF : CheckMode.HARD)
                        .code());
        row.setOcspUrl(write.ocspUrl());
        row.setUpdatedAt(clock.instant());
        return view(rows.saveAndFlush(row));
    }

    private AuthorityEntity create(String name, AuthorityWrite write) {
        Instant now = clock.instant();
        String pem = write.certificatePem();
        if (pem != null) {
            X509Certificate certificate = imported(pem);
            rows.findByFingerprint(fingerprint(certificate))
                    .ifPresent(known -> duplicate(known, certificate));
            return rows.saveAndFlush(
                    new AuthorityEntity(name, der(certificate), fingerprint(certificate), now));
        }
        KeyPair keys = orElse(write.algorithm(), KeyKind.EC_P256).generate(random);
        Instant from = now.minus(BACKDATE).truncatedTo(ChronoUnit.SECONDS);
        X509Certificate certificate =
                Forge.authority(
                        subject(orElse(write.subject(), "CN=FlexAAA " + name + " CA")),
                        keys,
                        from,
                        from.plus(Duration.ofDays(orElse(write.validityDays(), DEFAULT_DAYS))),
                        random);
        AuthorityEntity row =
                rows.saveAndFlush(
                        new AuthorityEntity(name, der(certificate), fingerprint(certificate), now));
        // The row's id is part of what seals the key.
        row.setKeySealed(vault.sealAuthorityKey(keys.getPrivate(), row.id()));
        return row;
    }

    private void check(String name, AuthorityWrite write, @Nullable AuthorityEntity row) {
        Check check = new Check();
        check.require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
                "name",
                name,
                "does not fit into a URL",
                "use letters, digits, dot, dash and underscore, at most 63");
        Integer days = write.validityDays();
        check.require(
                days == null || (days >= 1 && days <= MOST_DAYS),
                "validityDays",
                days,
                "is outside 1.." + MOST_DAYS,
                "3650 is ten years");
        String pem = write.certificatePem();
        if (row != null && pem != null) {
            check.require(
                    fingerprint(imported(pem)).equals(row.fingerprint()),
                    "certificatePem",
                    "",
                    "is another certificate than the one stored",
                    "import it under another name and delete this one when nobody needs it");
        }
        boolean builtIn = row == null ? pem == null : row.keySealed() != null;
        check.require(
                !builtIn || (write.crlUrl() == null && write.ocspUrl() == null),
                "crlUrl",
                orElse(write.crlUrl(), ""),
                "is not for an authority made here",
                "leave it out: its revocations are known without asking");
        fetcher.checkUrl(check, write.crlUrl());
        String ocsp = write.ocspUrl();
        check.require(
                ocsp == null || CrlFetcher.isHttp(ocsp),
                "ocspUrl",
                ocsp,
                "is no http or https URL",
                "write it as http://ocsp.example.com/");
        check.require(
                write.ocspCheck() == null || write.ocspCheck() == CheckMode.OFF || ocsp != null,
                "ocspCheck",
                write.ocspCheck(),
                "needs ocspUrl",
                "give the responder's URL, or set it to off");
        List<NameMapping> mapping = write.nameMapping();
        check.require(
                mapping == null || !mapping.isEmpty(),
                "nameMapping",
                "",
                "is empty",
                "leave it out for san-upn, san-email, san-dns, subject-cn");
        check.done();
        if (row == null && write.certificatePem() == null) {
            subject(orElse(write.subject(), "CN=" + name));
        }
    }

    private X509Certificate imported(String pem) {
        X509Certificate certificate = Pem.certificates("certificatePem", pem).getFirst();
        boolean authority = certificate.getBasicConstraints() >= 0;
        boolean[] usage = certificate.getKeyUsage();
        new Check()
                .require(
                        authority,
                        "certificatePem",
                        certificate.getSubjectX500Principal(),
                        "is no authority (basicConstraints lacks CA)",
                        "import the certificate of the authority that issued it")
                .require(
                        usage == null || usage[5],
                        "certificatePem",
                        certificate.getSubjectX500Principal(),
                        "may not sign certificates (keyUsage lacks keyCertSign)",
                        "import the authority's own certificate")
                .require(
                        KeyKind.strong(certificate.getPublicKey()),
                        "certificatePem",
                        KeyKind.describe(certificate.getPublicKey()),
                        "is too weak a key",
                        "EC from 256 and RSA from 2048 bits are believed")
                .done();
        return certificate;
    }

    private static void duplicate(AuthorityEntity known, X509Certificate certificate) {
        throw new Problem.Conflict(
                "AUTHORITY_EXISTS",
                certificate.getSubjectX500Principal() + " is already here as " + known.name());
    }

    /** A list that an operator brings; its signature must be the authority's. */
    @Transactional
    public Authority uploadCrl(String name, byte[] octets) {
        AuthorityEntity row = find(name);
        if (row.keySealed() != null) {
            throw new Problem.Conflict("BUILT_IN", "authority " + name + " publishes its own CRL");
        }
        try {
            row.setCrl(CrlFetcher.verified(octets, KeyVault.certificate(row.certificate())));
        } catch (CrlFetcher.BadCrl e) {
            throw Pem.bad("crl", String.valueOf(e.getMessage()), "bring the authority's own list");
        }
        row.setCrlCheckedAt(clock.instant());
        row.setCrlError(null);
        return view(rows.saveAndFlush(row));
    }

    @Transactional
    public void delete(String name) {
        AuthorityEntity row = find(name);
        long issued = certificates.countByAuthorityId(row.id());
        if (issued > 0) {
            throw new Problem.Conflict(
                    "AUTHORITY_IN_USE",
                    "authority "
                            + name
                            + " issued "
                            + issued
                            + " certificates; disable it instead, so that their history stays");
        }
        rows.delete(row);
    }

    AuthorityEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("authority", name));
    }

    static X500Name subject(String text) {
        try {
            X500Name name = new X500Name(text);
            if (name.getRDNs().length > 0 && text.chars().noneMatch(Character::isISOControl)) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw badSubject(text);
        }
        throw badSubject(text);
    }

    private static Problem.Invalid badSubject(String text) {
        return new Problem.Invalid(
                List.of(
                        new FieldProblem(
                                "subject",
                                text,
                                "is no distinguished name",
                                "write it as CN=hub1.example.com,O=Example")));
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without DER", e);
        }
    }

    private Authority view(AuthorityEntity row) {
        X509Certificate certificate = KeyVault.certificate(row.certificate());
        return new Authority(
                row.id(),
                row.name(),
                row.description(),
                row.keySealed() != null,
                row.enabled(),
                certificate.getSubjectX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                row.fingerprint(),
                KeyKind.describe(certificate.getPublicKey()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Words.split(row.trustedFor(), TlsUse::ofCode),
                Words.split(row.nameMapping(), NameMapping::ofCode),
                CheckMode.ofCode(row.crlCheck()).orElse(CheckMode.HARD),
                row.crlUrl(),
                crl(row),
                CheckMode.ofCode(row.ocspCheck()).orElse(CheckMode.HARD),
                row.ocspUrl(),
                certificates.countByAuthorityId(row.id()),
                Pem.of(certificate),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }

    private static Authority.@Nullable Crl crl(AuthorityEntity row) {
        byte[] der = row.crl();
        if (der == null && row.crlCheckedAt() == null && row.crlError() == null) return null;
        X509CRL crl;
        try {
            crl = der == null ? null : CrlFetcher.parse(der);
        } catch (CRLException e) {
            throw new IllegalStateException("a stored CRL cannot be read", e);
        }
        var revoked = crl == null ? null : crl.getRevokedCertificates();
        return new Authority.Crl(
                crl == null ? null : crl.getThisUpdate().toInstant(),
                crl == null || crl.getNextUpdate() == null ? null : crl.getNextUpdate().toInstant(),
                revoked == null ? 0 : revoked.size(),
                row.crlCheckedAt(),
                row.crlError());
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
