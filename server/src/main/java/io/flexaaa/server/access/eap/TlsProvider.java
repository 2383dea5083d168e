package io.flexaaa.server.access.eap;

import io.flexaaa.server.certificate.ServerIdentity;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** A TLS implementation EAP can run on. */
interface TlsProvider {

    /** For the log. */
    String label();

    SSLContext context() throws GeneralSecurityException;

    /** The identity as this TLS likes it best. */
    ServerIdentity adopt(ServerIdentity identity) throws GeneralSecurityException;

    /** What is set on each engine, beside what {@link EapTls} sets on all. */
    void prepare(SSLEngine engine);

    /** As {@link io.flexaaa.protocol.eap.tls.TlsEngines#export}. */
    byte[] export(SSLEngine engine, String label, byte @Nullable [] context, int octets)
            throws SSLException;
}
