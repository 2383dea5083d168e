package io.flexaaa.server.access.eap;

import io.flexaaa.server.certificate.ServerIdentity;

import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * BoringSSL behind an SSLEngine (Conscrypt): a handshake costs a fraction of JSSE's. Never
 * registered as a provider of the whole process: what else the server does with TLS and keys stays
 * the JDK's.
 */
final class ConscryptTls implements TlsProvider {

    private final Provider provider;

    private ConscryptTls(Provider provider) {
        this.provider = provider;
    }

    /**
     * @throws UnsatisfiedLinkError where its native library does not load: another processor or C
     *     library, or no folder for temporary files that programs may be run from
     */
    static ConscryptTls load() {
        Conscrypt.checkAvailability();
        return new ConscryptTls(Conscrypt.newProvider());
    }

    @Override
    public String label() {
        var version = Conscrypt.version();
        return "BoringSSL (Conscrypt "
                + version.major()
                + "."
                + version.minor()
                + "."
                + version.patch()
                + ")";
    }

    @Override
    public SSLContext context() throws GeneralSecurityException {
        return SSLContext.getInstance("TLS", provider);
    }

    /** Parsed once instead of in each handshake. */
    @Override
    public ServerIdentity adopt(ServerIdentity identity) throws GeneralSecurityException {
        byte[] encoded = identity.key().getEncoded();
        if (encoded == null) return identity;
        PrivateKey key =
                KeyFactory.getInstance(identity.key().getAlgorithm(), provider)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        CertificateFactory factory = CertificateFactory.getInstance("X.509", provider);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate certificate : identity.chain()) {
            chain.add(
                    (X509Certificate)
                            factory.generateCertificate(
                                    new ByteArrayInputStream(certificate.getEncoded())));
        }
        return new ServerIdentity(identity.use(), key, chain);
    }

    @Override
    public void prepare(SSLEngine engine) {
        // No session is ever resumed: a revoked certificate or a disabled user is out at once.
        Conscrypt.setUseSessionTickets(engine, false);
    }

    @Override
    public byte[] export(SSLEngine engine, String label, byte @Nullable [] context, int octets)
            throws SSLException {
        byte[] material = Conscrypt.exportKeyingMaterial(engine, label, context, octets);
        if (material == null) throw new SSLException("the handshake is not done");
        return material;
    }
}
