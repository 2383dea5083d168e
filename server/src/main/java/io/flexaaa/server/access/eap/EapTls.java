package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.tls.TlsEngines;
import io.flexaaa.server.certificate.ClientTrust;
import io.flexaaa.server.certificate.ServerIdentities;
import io.flexaaa.server.certificate.ServerIdentity;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS engines for EAP, from one SSLContext for as long as the server's certificate stays the same.
 */
@Component
final class EapTls implements TlsEngines {

    /**
     * Past RFC 8446 §4.6.1's seven days JSSE gives out no tickets at all: no session is ever
     * resumed, so a revoked certificate or a disabled user is out at once.
     */
    private static final int NO_TICKETS_SECONDS = 8 * 24 * 3600;

    /** Strong and cheap first; the JDK's own order follows. */
    private static final List<String> PREFERRED_SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    /** The JDK has P-256 in machine code and X25519 not: a third of the time (ADR 0009). */
    private static final String[] PREFERRED_GROUPS = {
        "secp256r1", "x25519", "secp384r1", "secp521r1"
    };

    private final ServerIdentities identities;
    private final ClientTrust trust;
    private final Clock clock;
    private final String[] protocols;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable Ready ready;

    private record Ready(ServerIdentity identity, SSLContext context, String[] suites) {}

    EapTls(ServerIdentities identities, ClientTrust trust, Clock clock, EapProperties properties) {
        this.identities = identities;
        this.trust = trust;
        this.clock = clock;
        this.protocols = properties.protocols();
    }

    /** Whether there is a certificate to show. */
    boolean isReady() {
        return identities.eap() != null;
    }

    @Override
    public SSLEngine create(boolean clientCertificate) {
        ServerIdentity identity = identities.eap();
        if (identity == null) throw new IllegalStateException("no server certificate for EAP");
        Ready current = ready;
        if (current == null || !same(current.identity, identity)) {
            current = prepare(identity);
            ready = current;
        }
        SSLEngine engine = current.context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setCipherSuites(current.suites);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNamedGroups(PREFERRED_GROUPS);
        parameters.setNeedClientAuth(clientCertificate);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** The same object for the same certificate is what {@link ServerIdentities} promises. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(ServerIdentity a, ServerIdentity b) {
        return a == b;
    }

    private Ready prepare(ServerIdentity identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {identity.keyManager()},
                    new TrustManager[] {new EapTrustManager(trust, clock)},
                    random);
            context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
            context.getServerSessionContext().setSessionCacheSize(1);
            List<String> suites = new ArrayList<>(PREFERRED_SUITES);
            for (String suite : context.getDefaultSSLParameters().getCipherSuites()) {
                if (!suites.contains(suite)) suites.add(suite);
            }
            suites.retainAll(Arrays.asList(context.getSupportedSSLParameters().getCipherSuites()));
            return new Ready(identity, context, suites.toArray(String[]::new));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "TLS for EAP with " + identity + " cannot be set up", e);
        }
    }
}
