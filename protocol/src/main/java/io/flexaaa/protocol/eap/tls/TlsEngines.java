package io.flexaaa.protocol.eap.tls;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Where a method gets its TLS from: certificate, versions and trust are decided there. */
@FunctionalInterface
public interface TlsEngines {

    /**
     * @param clientCertificate whether the peer has to show a certificate
     */
    SSLEngine create(boolean clientCertificate);

    /**
     * Keying material (RFC 5705, RFC 8446 §7.5) of an engine made here, whose handshake is done.
     *
     * @param context null for none, which TLS 1.2 distinguishes from an empty one
     * @throws SSLException where this TLS gives none out, such as the JDK's for TLS 1.2 without the
     *     extended master secret (RFC 7627 §5.4)
     */
    default byte[] export(SSLEngine engine, String label, byte @Nullable [] context, int octets)
            throws SSLException {
        return ((ExtendedSSLSession) engine.getSession())
                .exportKeyingMaterialData(label, context, octets);
    }
}
