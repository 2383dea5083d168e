package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.AuthorityEntity;
import io.flexaaa.server.certificate.store.AuthorityRepository;
import io.flexaaa.server.certificate.store.CertificateEntity;
import io.flexaaa.server.certificate.store.CertificateRepository;
import io.flexaaa.server.certificate.store.TlsIdentityEntity;
import io.flexaaa.server.certificate.store.TlsIdentityRepository;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/** Issues, renews, revokes and imports certificates. */
@Service
public class CertificateService {

    private final AuthorityService authorities;
    private final AuthorityRepository authorityRows;
    private final CertificateRepository rows;
    private final TlsIdentityRepository identities;
    private final KeyVault vault;
    private final CertificateProperties properties;
    private final SecureRandom random;
    private final Clock clock;

    CertificateService(
            AuthorityService authorities,
            AuthorityRepository authorityRows,
            CertificateRepository rows,
            TlsIdentityRepository identities,
            KeyVault vault,
            CertificateProperties properties,
            SecureRandom random,
            Clock clock) {
        this.authorities = authorities;
        this.authorityRows = authorityRows;
        this.rows = rows;
        this.identities = identities;
        this.vault = vault;
        this.properties = properties;
        this.random = random;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Certificate> list(@Nullable String authority, PageRequest page) {
        Long by = authority == null ? null : authorities.find(authority).id();
        List<CertificateEntity> found =
                rows.page(page.afterId(), by, page.like(), Limit.of(page.limit() + 1));
        Page<CertificateEntity> cut = Page.cut(found, page.limit(), c -> Long.toString(c.id()));
        return new Page<>(cut.items().stream().map(this::view).toList(), cut.next(), null);
    }

    @Transactional(readOnly = true)
    public Certificate get(long id) {
        return view(find(id));
    }

    @Transactional
    public IssuedCertificate issue(CertificateOrder order) {
        String name = order.authority() == null ? AuthorityService.BUILT_IN : order.authority();
        if (order.authority() == null && authorityRows.findByName(name).isEmpty()) {
            authorities.put(name, AuthorityWrite.builtIn(), null);
        }
        AuthorityEntity authority = authorities.find(name);
        Forge.Issuer issuer = vault.issuer(authority);
        Check check = new Check();
        SigningRequest request = SigningRequest.of(order, check);
        Instant from = from(issuer.certificate());
        Instant until = until(order.purpose(), order.validityDays(), issuer, from, check);
        passphrase(order, check);
        check.done();
        KeyPair keys = null;
        PublicKey key = request.key();
        if (key == null) {
            KeyKind kind = order.algorithm() == null ? KeyKind.EC_P256 : order.algorithm();
            keys = kind.generate(random);
            key = keys.getPublic();
        }
        return store(
                authority,
                issuer,
                new Forge.Leaf(
                        key,
                        request.subject(),
                        request.names(),
                        order.purpose(),
                        from,
                        until,
                        url("/crl/" + name + ".crl"),
                        url("/ocsp")),
                keys == null ? null : keys.getPrivate(),
                order.passphrase());
    }

    /** The same names with a new key and a new term; what shows the old one shows the new one. */
    @Transactional
    public IssuedCertificate renew(long id, CertificateRenewal renewal) {
        CertificateEntity old = find(id);
        Long by = old.authorityId();
        if (by == null) {
            throw new Problem.Conflict(
                    "NOT_ISSUED_HERE",
                    "certificate " + old.serial() + " was imported; import its successor");
        }
        if (old.revokedAt() != null) {
            throw new Problem.Conflict(
                    "REVOKED", "certificate " + old.serial() + " was revoked; issue a new one");
        }
        X509Certificate before = KeyVault.certificate(old.certificate());
        List<TlsIdentityEntity> shown = identities.findByCertificateId(id);
        IssuedCertificate fresh =
                issue(
                        new CertificateOrder(
                                authorityRows.findById(by).map(AuthorityEntity::name).orElse(null),
                                CertificatePurpose.of(old.purpose()),
                                before.getSubjectX500Principal().getName(),
                                lines(old.names()),
                                renewal.algorithm(),
                                renewal.validityDays(),
                                renewal.csrPem(),
                                renewal.passphrase()));
        for (TlsIdentityEntity identity : shown) {
            identity.setCertificateId(fresh.certificate().id());
            identity.setUpdatedAt(clock.instant());
            identities.saveAndFlush(identity);
        }
        return new IssuedCertificate(get(fresh.certificate().id()), fresh.pkcs12());
    }

    @Transactional
    public Certificate revoke(long id, RevocationReason reason) {
        CertificateEntity row = find(id);
        if (row.authorityId() == null) {
            throw new Problem.Conflict(
                    "NOT_ISSUED_HERE",
                    "certificate " + row.serial() + " was imported; its own authority revokes it");
        }
        if (row.revokedAt() == null) {
            row.setRevokedAt(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            row.setRevocationReason(reason.code());
            row = rows.saveAndFlush(row);
        }
        return view(row);
    }

    @Transactional
    public Certificate importServer(CertificateImport given) {
        ImportedKey imported = ImportedKey.of(given);
        X509Certificate leaf = imported.chain().getFirst();
        CertificateEntity row =
                rows.saveAndFlush(
                        row(
                                null,
                                CertificatePurpose.IMPORTED,
                                leaf,
                                imported.chain().subList(1, imported.chain().size())));
        row.setKeySealed(vault.sealCertificateKey(imported.key(), row.id()));
        return view(rows.saveAndFlush(row));
    }

    /** Only what was imported: what was issued stays, for the revocation list's sake. */
    @Transactional
    public void delete(long id) {
        CertificateEntity row = find(id);
        if (row.authorityId() != null) {
            throw new Problem.Conflict(
                    "ISSUED_HERE",
                    "certificate " + row.serial() + " was issued here; revoke it instead");
        }
        if (!identities.findByCertificateId(id).isEmpty()) {
            throw new Problem.Conflict(
                    "CERTIFICATE_IN_USE",
                    "a TLS listener shows certificate " + row.serial() + "; assign another first");
        }
        rows.delete(row);
    }

    private IssuedCertificate store(
            AuthorityEntity authority,
            Forge.Issuer issuer,
            Forge.Leaf leaf,
            @Nullable PrivateKey key,
            @Nullable String passphrase) {
        X509Certificate certificate = Forge.leaf(issuer, leaf, random);
        CertificateEntity row =
                rows.saveAndFlush(row(authority.id(), leaf.purpose(), certificate, List.of()));
        // A hub's or user's key is given out once and not kept: nobody here needs it.
        if (key != null && leaf.purpose() == CertificatePurpose.SERVER) {
            row.setKeySealed(vault.sealCertificateKey(key, row.id()));
            row = rows.saveAndFlush(row);
        }
        String file = null;
        if (key != null && passphrase != null) {
            file =
                    Base64.getEncoder()
                            .encodeToString(
                                    Pkcs12.write(
                                            key,
                                            List.of(certificate, issuer.certificate()),
                                            passphrase));
        }
        return new IssuedCertificate(view(row), file);
    }

    private CertificateEntity row(
            @Nullable Long authority,
            CertificatePurpose purpose,
            X509Certificate certificate,
            List<X509Certificate> behind) {
        java.io.ByteArrayOutputStream chain = new java.io.ByteArrayOutputStream();
        behind.forEach(c -> chain.writeBytes(AuthorityService.der(c)));
        return new CertificateEntity(
                authority,
                purpose.code(),
                certificate.getSerialNumber().toString(16),
                certificate.getSubjectX500Principal().getName(),
                String.join("\n", CertificateNames.of(certificate).labelled()),
                AuthorityService.der(certificate),
                chain.toByteArray(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                clock.instant());
    }

    /** Some minutes back, for clocks that are behind, but not before the authority's own. */
    private Instant from(X509Certificate authority) {
        Instant back =
                clock.instant().minus(AuthorityService.BACKDATE).truncatedTo(ChronoUnit.SECONDS);
        Instant earliest = authority.getNotBefore().toInstant();
        return back.isBefore(earliest) ? earliest : back;
    }

    private static Instant until(
            CertificatePurpose purpose,
            @Nullable Integer days,
            Forge.Issuer issuer,
            Instant from,
            Check check) {
        check.require(
                days == null || (days >= 1 && days <= purpose.mostDays()),
                "validityDays",
                days,
                "is outside 1.." + purpose.mostDays(),
                "leave it out for " + purpose.defaultDays());
        int wanted = days == null ? purpose.defaultDays() : Math.clamp(days, 1, 10_000);
        Instant until = from.plus(Duration.ofDays(wanted));
        Instant end = issuer.certificate().getNotAfter().toInstant();
        if (days == null && until.isAfter(end)) until = end;
        check.require(
                !until.isAfter(end) && end.isAfter(from),
                "validityDays",
                days,
                "would outlive the authority, which ends " + end,
                "ask for less, or make a new authority");
        return until;
    }

    private static void passphrase(CertificateOrder order, Check check) {
        String passphrase = order.passphrase();
        boolean needed = order.csrPem() == null && order.purpose() != CertificatePurpose.SERVER;
        check.require(
                !needed || passphrase != null,
                "passphrase",
                null,
                "is missing",
                "the key is given out once, as PKCS#12 under a passphrase; or send csrPem");
        check.require(
                passphrase == null || (passphrase.length() >= 8 && passphrase.length() <= 128),
                "passphrase",
                null,
                "has not between 8 and 128 characters",
                "choose a longer one");
        check.require(
                order.csrPem() == null || passphrase == null,
                "passphrase",
                null,
                "has no key to protect",
                "leave it out with csrPem: the key is where the request was made");
        check.require(
                order.purpose() != CertificatePurpose.IMPORTED,
                "purpose",
                order.purpose().code(),
                "is what an import makes",
                "one of server, hub, client");
        check.require(
                order.purpose() != CertificatePurpose.SERVER
                        || order.algorithm() != KeyKind.ED25519,
                "algorithm",
                KeyKind.ED25519.code(),
                "is not what this server's TLS signs with",
                "take ec-p256 or rsa-2048");
    }

    private @Nullable String url(String path) {
        return properties.publicUrl().isEmpty() ? null : properties.publicUrl() + path;
    }

    CertificateEntity find(long id) {
        return rows.findById(id)
                .orElseThrow(() -> new Problem.NotFound("certificate", Long.toString(id)));
    }

    Certificate view(CertificateEntity row) {
        X509Certificate certificate = KeyVault.certificate(row.certificate());
        AuthorityEntity by =
                row.authorityId() == null
                        ? null
                        : authorityRows.findById(row.authorityId()).orElse(null);
        StringBuilder chain = new StringBuilder(Pem.of(certificate));
        for (X509Certificate one : ImportedKey.chain(row.chain())) chain.append(Pem.of(one));
        if (by != null) chain.append(Pem.of(KeyVault.certificate(by.certificate())));
        return new Certificate(
                row.id(),
                by == null ? null : by.name(),
                row.serial(),
                CertificatePurpose.of(row.purpose()),
                state(row),
                row.subject(),
                lines(row.names()),
                KeyKind.describe(certificate.getPublicKey()),
                row.notBefore(),
                row.notAfter(),
                row.revokedAt(),
                row.revokedAt() == null ? null : RevocationReason.of(row.revocationReason()),
                row.keySealed() != null,
                identities.findByCertificateId(row.id()).stream()
                        .flatMap(i -> TlsUse.ofCode(i.use()).stream())
                        .toList(),
                Pem.of(certificate),
                chain.toString(),
                row.version(),
                row.createdAt());
    }

    private CertificateState state(CertificateEntity row) {
        Instant now = clock.instant();
        if (row.revokedAt() != null) return CertificateState.REVOKED;
        if (now.isBefore(row.notBefore())) return CertificateState.NOT_YET_VALID;
        return now.isAfter(row.notAfter()) ? CertificateState.EXPIRED : CertificateState.VALID;
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
