package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.AuthorityEntity;
import io.flexaaa.server.certificate.store.AuthorityRepository;
import io.flexaaa.server.certificate.store.CertificateEntity;
import io.flexaaa.server.certificate.store.CertificateRepository;
import io.flexaaa.server.certificate.store.TlsIdentityEntity;
import io.flexaaa.server.certificate.store.TlsIdentityRepository;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.snapshot.SnapshotApplied;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what is in force and follows the change log, as the snapshot does. */
@Component
class TrustKeeper {

    private static final Logger log = LoggerFactory.getLogger(TrustKeeper.class);

    private final AuthorityRepository authorities;
    private final CertificateRepository certificates;
    private final TlsIdentityRepository identities;
    private final KeyVault vault;
    private final ApplicationEventPublisher events;
    private volatile TrustState current = TrustState.EMPTY;
    private boolean loaded;

    TrustKeeper(
            AuthorityRepository authorities,
            CertificateRepository certificates,
            TlsIdentityRepository identities,
            KeyVault vault,
            ApplicationEventPublisher events) {
        this.authorities = authorities;
        this.certificates = certificates;
        this.identities = identities;
        this.vault = vault;
        this.events = events;
        refresh();
    }

    TrustState current() {
        return current;
    }

    @EventListener
    void on(SnapshotApplied event) {
        refresh();
    }

    /** Also by itself: an event that met a database on its way down would else be lost. */
    @Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
    synchronized void refresh() {
        // Read first: what commits in between is loaded again, never missed.
        long version = authorities.changeVersion();
        if (loaded && version == current.version()) return;
        List<TrustedAuthority> trusted = new ArrayList<>();
        for (AuthorityEntity row : authorities.findAll()) {
            TrustedAuthority authority = row.enabled() ? authority(row) : null;
            if (authority != null) trusted.add(authority);
        }
        Map<TlsUse, ServerIdentity> shown = new EnumMap<>(TlsUse.class);
        for (TlsIdentityEntity row : identities.findAll()) {
            ServerIdentity identity = identity(row);
            if (identity != null) shown.put(identity.use(), identity);
        }
        current = new TrustState(version, kept(shown), trusted);
        loaded = true;
        log.info("trust version={} authorities={} identities={}", version, trusted.size(), shown);
        events.publishEvent(new TrustChanged(version));
    }

    /** The same object for the same certificate, so that listeners keep their TLS contexts. */
    private Map<TlsUse, ServerIdentity> kept(Map<TlsUse, ServerIdentity> fresh) {
        fresh.replaceAll((use, identity) -> {
            ServerIdentity old = current.identities().get(use);
            return old != null && old.chain().equals(identity.chain()) ? old : identity;
        });
        return fresh;
    }

    private @Nullable TrustedAuthority authority(AuthorityEntity row) {
        try {
            Set<BigInteger> revoked = new HashSet<>();
            for (var one : certificates.revoked(row.id())) {
                revoked.add(new BigInteger(one.getSerial(), 16));
            }
            byte[] crl = row.crl();
            X509CRL list = crl == null ? null : CrlFetcher.parse(crl);
            return new TrustedAuthority(
                    row.id(),
                    row.name(),
                    KeyVault.certificate(row.certificate()),
                    Set.copyOf(Words.split(row.trustedFor(), TlsUse::ofCode)),
                    Words.split(row.nameMapping(), NameMapping::ofCode),
                    revoked,
                    CheckMode.ofCode(row.crlCheck()).orElse(CheckMode.HARD),
                    list,
                    CheckMode.ofCode(row.ocspCheck()).orElse(CheckMode.HARD),
                    row.ocspUrl());
        } catch (CRLException | IllegalStateException e) {
            log.error("authority {} is not believed: {}", row.name(), e.getMessage());
            return null;
        }
    }

    private @Nullable ServerIdentity identity(TlsIdentityEntity row) {
        TlsUse use = TlsUse.ofCode(row.use()).orElse(null);
        CertificateEntity certificate = certificates.findById(row.certificateId()).orElse(null);
        if (use == null || certificate == null) return null;
        try {
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(KeyVault.certificate(certificate.certificate()));
            chain.addAll(ImportedKey.chain(certificate.chain()));
            return new ServerIdentity(use, vault.key(certificate), chain);
        } catch (SecretBox.UnsealException | IllegalStateException e) {
            log.error("{} has no server identity: {}", row.use(), e.getMessage());
            return null;
        }
    }
}
