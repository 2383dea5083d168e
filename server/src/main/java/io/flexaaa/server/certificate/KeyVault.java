package io.flexaaa.server.certificate;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.certificate.store.AuthorityEntity;
import io.flexaaa.server.certificate.store.CertificateEntity;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;

import org.springframework.stereotype.Component;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;

/** Private keys between objects and sealed columns. */
@Component
class KeyVault {

    private static final String COLUMN = "key_sealed";

    private final SecretBox box;

    KeyVault(SecretBox box) {
        this.box = box;
    }

    byte[] sealAuthorityKey(PrivateKey key, long id) {
        return box.seal(
                Secret.wrap(key.getEncoded()), new SecretBox.Place("authority", id, COLUMN));
    }

    byte[] sealCertificateKey(PrivateKey key, long id) {
        return box.seal(
                Secret.wrap(key.getEncoded()), new SecretBox.Place("certificate", id, COLUMN));
    }

    /** The built-in authority, ready to sign. */
    Forge.Issuer issuer(AuthorityEntity row) {
        byte[] sealed = row.keySealed();
        if (sealed == null) {
            throw new Problem.Conflict(
                    "NOT_BUILT_IN",
                    "authority "
                            + row.name()
                            + " was imported without its key: only a built-in one issues");
        }
        X509Certificate certificate = certificate(row.certificate());
        SecretBox.Place place = new SecretBox.Place("authority", row.id(), COLUMN);
        return new Forge.Issuer(
                certificate, open(box.open(sealed, place), certificate.getPublicKey()));
    }

    PrivateKey key(CertificateEntity row) {
        byte[] sealed = row.keySealed();
        if (sealed == null) {
            throw new Problem.Conflict(
                    "KEY_NOT_HELD",
                    "the key of certificate " + row.serial() + " is not kept by this server");
        }
        SecretBox.Place place = new SecretBox.Place("certificate", row.id(), COLUMN);
        return open(box.open(sealed, place), certificate(row.certificate()).getPublicKey());
    }

    static X509Certificate certificate(byte[] der) {
        try {
            return Pem.certificate(der);
        } catch (CertificateException e) {
            throw new IllegalStateException("a stored certificate cannot be read", e);
        }
    }

    private static PrivateKey open(Secret pkcs8, PublicKey kin) {
        try (pkcs8) {
            return KeyFactory.getInstance(kin.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8.reveal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored key cannot be read", e);
        }
    }
}
