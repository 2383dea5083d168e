package io.flexaaa.protocol.eap.tls;

import javax.net.ssl.SSLEngine;

/** Where a method gets its TLS from: certificate, versions and trust are decided there. */
@FunctionalInterface
public interface TlsEngines {

    /**
     * @param clientCertificate whether the peer has to show a certificate
     */
    SSLEngine create(boolean clientCertificate);
}
