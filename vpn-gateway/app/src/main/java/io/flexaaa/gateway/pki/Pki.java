package io.flexaaa.gateway.pki;

import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.TrustpointUse;
import io.flexaaa.gateway.ios.config.PkiConfig;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The trustpoints of a configuration; one whose files are wrong is left out and said so. */
public final class Pki {
    public static final Pki NONE = new Pki(Map.of());

    private volatile Map<String, Trustpoint> trustpoints;

    private Pki(Map<String, Trustpoint> trustpoints) {
        this.trustpoints = trustpoints;
    }

    public static Pki load(GatewayConfig config, Consumer<String> warn) {
        return new Pki(read(config, warn));
    }

    /** Takes the files of {@code from}, which was loaded to be looked at before. */
    public void become(Pki from) {
        trustpoints = from.trustpoints;
    }

    private static Map<String, Trustpoint> read(GatewayConfig config, Consumer<String> warn) {
        Map<String, Trustpoint> loaded = new LinkedHashMap<>();
        for (PkiConfig.Trustpoint from : config.pki().trustpoints().values()) {
            try {
                loaded.put(from.name(), Trustpoint.load(from));
            } catch (GeneralSecurityException e) {
                warn.accept(String.valueOf(e.getMessage()));
            }
        }
        return loaded;
    }

    /** What this profile signs with, of one of these kinds of key; null when it has none. */
    public @Nullable SigningIdentity signing(Ikev2Profile profile, Set<AuthMethod> kinds) {
        for (Trustpoint trustpoint : of(profile, TrustpointUse.SIGN)) {
            SigningIdentity own = trustpoint.own();
            if (own != null && kinds.contains(own.kind())) {
                return own;
            }
        }
        return null;
    }

    /** Whose certificates this profile believes. */
    public List<Trustpoint> verifying(Ikev2Profile profile) {
        return of(profile, TrustpointUse.VERIFY).stream()
                .filter(trustpoint -> !trustpoint.authorities().isEmpty())
                .toList();
    }

    /** A profile that names no trustpoint may use all of them, as on IOS. */
    private List<Trustpoint> of(Ikev2Profile profile, TrustpointUse use) {
        if (profile.trustpoints().isEmpty()) {
            return List.copyOf(trustpoints.values());
        }
        List<Trustpoint> found = new ArrayList<>();
        for (Ikev2Profile.Trustpoint named : profile.trustpoints()) {
            Trustpoint trustpoint = trustpoints.get(named.name());
            if (trustpoint != null && (named.use() == use || named.use() == TrustpointUse.BOTH)) {
                found.add(trustpoint);
            }
        }
        return found;
    }

    /** For CERTREQ, RFC 7296 §3.7: SHA-1 of each authority's SubjectPublicKeyInfo. */
    public Octets authorityHashes(Ikev2Profile profile) {
        Octets hashes = Octets.EMPTY;
        for (Trustpoint trustpoint : verifying(profile)) {
            for (X509Certificate authority : trustpoint.authorities()) {
                hashes = hashes.plus(Octets.wrap(sha1(authority.getPublicKey().getEncoded())));
            }
        }
        return hashes;
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
