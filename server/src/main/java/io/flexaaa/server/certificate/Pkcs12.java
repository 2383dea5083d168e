package io.flexaaa.server.certificate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** PKCS#12 files; the JDK writes them with AES-256 and a SHA-256 MAC. */
final class Pkcs12 {

    private Pkcs12() {}

    record Content(PrivateKey key, List<X509Certificate> chain) {}

    static byte[] write(PrivateKey key, List<X509Certificate> chain, String passphrase) {
        char[] secret = passphrase.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("certificate", key, secret, chain.toArray(X509Certificate[]::new));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, secret);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("PKCS#12 is part of every JDK", e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    static Content read(byte[] octets, String passphrase) {
        char[] secret = passphrase.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(octets), secret);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, secret);
                var chain = store.getCertificateChain(alias);
                if (!(key instanceof PrivateKey open) || chain == null) continue;
                return new Content(
                        open, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // On garbage the JDK's reader throws unchecked exceptions, too.
            throw Pem.bad("pkcs12", "does not open", "check the file and its passphrase");
        } finally {
            Arrays.fill(secret, '\0');
        }
        throw Pem.bad("pkcs12", "holds no private key", "export the certificate with its key");
    }
}
