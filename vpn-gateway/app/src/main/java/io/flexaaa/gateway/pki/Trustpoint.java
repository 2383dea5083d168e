package io.flexaaa.gateway.pki;

import io.flexaaa.gateway.ios.config.ConfigKey;
import io.flexaaa.gateway.ios.config.PkiConfig;
import io.flexaaa.gateway.ios.config.PkiConfig.Revocation;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.crypto.SignatureAuth;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A trustpoint with its files read.
 *
 * @param own null when it only verifies
 * @param authorities whose certificates are trusted
 * @param revocation in the order in which they are tried
 * @param ocspUrl null = whom the certificate names
 */
public record Trustpoint(
        String name,
        @Nullable SigningIdentity own,
        List<X509Certificate> authorities,
        List<Revocation> revocation,
        List<Path> crlFiles,
        @Nullable URI ocspUrl) {
    public Trustpoint {
        authorities = List.copyOf(authorities);
        revocation = List.copyOf(revocation);
        crlFiles = List.copyOf(crlFiles);
    }

    /**
     * @throws GeneralSecurityException one of its files is not what it should be; the message names
     *     it
     */
    static Trustpoint load(PkiConfig.Trustpoint from) throws GeneralSecurityException {
        List<X509Certificate> authorities = new ArrayList<>();
        for (String file : from.authorities()) {
            authorities.addAll(read(from.name(), file, PemFiles::certificates));
        }
        SigningIdentity own = null;
        if (from.pkcs12() != null) {
            own =
                    read(
                            from.name(),
                            from.pkcs12(),
                            path -> pkcs12(path, from.pkcs12Password(), authorities));
        } else if (from.certificate() != null && from.privateKey() != null) {
            List<X509Certificate> chain =
                    read(from.name(), from.certificate(), PemFiles::certificates);
            PrivateKey key = read(from.name(), from.privateKey(), PemFiles::privateKey);
            own = identity(from.name(), key, chain);
        } else if (from.certificate() != null || from.privateKey() != null) {
            throw new GeneralSecurityException(
                    "trustpoint "
                            + from.name()
                            + " needs both `linux certificate` and `linux private-key`");
        }
        for (String file : from.crls()) {
            read(from.name(), file, PemFiles::crl);
        }
        return new Trustpoint(
                from.name(),
                own,
                authorities,
                from.revocation(),
                from.crls().stream().map(Path::of).toList(),
                from.ocspUrl() == null ? null : URI.create(from.ocspUrl()));
    }

    /** Checking with it may take as long as a server does. */
    public boolean asksServers() {
        return revocation.contains(Revocation.OCSP);
    }

    private interface Reader<T> {
        T read(Path file) throws IOException, GeneralSecurityException;
    }

    private static <T> T read(String trustpoint, String file, Reader<T> reader)
            throws GeneralSecurityException {
        try {
            return reader.read(Path.of(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new GeneralSecurityException(
                    "trustpoint " + trustpoint + ": file " + file + ": " + e.getMessage(), e);
        }
    }

    private static SigningIdentity pkcs12(
            Path file, @Nullable ConfigKey password, List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        char[] secret =
                password == null
                        ? new char[0]
                        : new String(password.octets(), StandardCharsets.UTF_8).toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, secret);
        }
        SigningIdentity own = null;
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, secret) instanceof PrivateKey key && own == null) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) certificate);
                }
                own = identity(file.toString(), key, chain);
                chain.stream().filter(Trustpoint::selfSigned).forEach(authorities::add);
            } else if (store.getCertificate(alias) instanceof X509Certificate authority) {
                authorities.add(authority);
            }
        }
        if (own == null) {
            throw new GeneralSecurityException("there is no private key in it");
        }
        return own;
    }

    private static SigningIdentity identity(
            String where, PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException {
        X509Certificate first = chain.getFirst();
        AuthMethod kind = SignatureAuth.kind(first.getPublicKey());
        if (kind == null) {
            throw new GeneralSecurityException(
                    where + ": a " + first.getPublicKey().getAlgorithm() + " key cannot sign IKE");
        }
        List<Octets> der = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            // The peer has the root, or does not trust us anyway.
            if (!selfSigned(certificate) || chain.size() == 1) {
                der.add(Octets.wrap(certificate.getEncoded()));
            }
        }
        SigningIdentity own =
                new SigningIdentity(
                        key, kind, der, Octets.wrap(first.getSubjectX500Principal().getEncoded()));
        Octets probe = Octets.ofUtf8("does this key belong to this certificate");
        var signed = SignatureAuth.sign(own, probe, Set.of(2, 3, 4, 5));
        if (!SignatureAuth.verify(signed, first.getPublicKey(), probe)) {
            throw new GeneralSecurityException(
                    "the private key does not belong to the certificate of "
                            + first.getSubjectX500Principal().getName());
        }
        return own;
    }

    static boolean selfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** Read anew each time: a CRL is replaced under the running gateway. */
    List<X509CRL> crls() throws GeneralSecurityException {
        List<X509CRL> crls = new ArrayList<>();
        for (Path file : crlFiles) {
            crls.add(read(name, file.toString(), PemFiles::crl));
        }
        return crls;
    }
}
