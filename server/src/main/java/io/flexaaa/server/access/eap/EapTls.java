package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.tls.TlsEngines;
import io.flexaaa.server.certificate.ClientTrust;
import io.flexaaa.server.certificate.ServerIdentities;
import io.flexaaa.server.certificate.ServerIdentity;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS engines for EAP, BoringSSL's where it loads, else the JDK's (ADR 0044), from one SSLContext
 * for as long as the server's certificate stays the same.
 */
@Component
final class EapTls implements TlsEngines {

    private static final Logger log = LoggerFactory.getLogger(EapTls.class);

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

    private final ServerIdentities identities;
    private final ClientTrust trust;
    private final Clock clock;
    private final String[] protocols;
    private final TlsProvider provider;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable Ready ready;

    private record Ready(ServerIdentity identity, SSLContext context, String[] suites) {}

    EapTls(ServerIdentities identities, ClientTrust trust, Clock clock, EapProperties properties) {
        this.identities = identities;
        this.trust = trust;
        this.clock = clock;
        this.protocols = properties.protocols();
        this.provider = provider(properties.tlsProvider());
        log.info("EAP runs on {}", provider.label());
    }

    private static TlsProvider provider(EapProperties.Provider wanted) {
        return switch (wanted) {
            case JDK -> new JdkTls();
            case CONSCRYPT -> ConscryptTls.load();
            case AUTO -> {
                try {
                    yield ConscryptTls.load();
                } catch (LinkageError e) {
                    log.warn(
                            "flexaaa.eap.tls-provider=auto: Conscrypt's native library does not"
                                + " load here ({}); EAP works, with two to three times the CPU a"
                                + " login",
                            e.toString());
                    yield new JdkTls();
                }
            }
        };
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
        parameters.setNeedClientAuth(clientCertificate);
        engine.setSSLParameters(parameters);
        provider.prepare(engine);
        return engine;
    }

    @Override
    public byte[] export(SSLEngine engine, String label, byte @Nullable [] context, int octets)
            throws SSLException {
        return provider.export(engine, label, context, octets);
    }

    /** The same object for the same certificate is what {@link ServerIdentities} promises. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(ServerIdentity a, ServerIdentity b) {
        return a == b;
    }

    private Ready prepare(ServerIdentity identity) {
        try {
            SSLContext context = provider.context();
            context.init(
                    new KeyManager[] {provider.adopt(identity).keyManager()},
                    new TrustManager[] {new EapTrustManager(trust, clock)},
                    random);
            if (provider instanceof JdkTls) JdkTls.noTickets(context);
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
