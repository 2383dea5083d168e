package io.flexaaa.server.certificate;

import org.springframework.stereotype.Service;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whether the certificate of a TLS client is believed. {@link #check} answers from memory and never
 * waits, so a listener thread may call it.
 */
@Service
public class ClientTrust {

    private final TrustKeeper keeper;
    private final OcspClient ocsp;
    private final Clock clock;
    private final VerifiedSignatures verified = new VerifiedSignatures();

    ClientTrust(TrustKeeper keeper, OcspClient ocsp, Clock clock) {
        this.keeper = keeper;
        this.ocsp = ocsp;
        this.clock = clock;
    }

    /**
     * The decision by what is known now. An OCSP answer that is missing is asked for in the
     * background; until it is there, an authority whose check is hard refuses with {@link
     * TrustRefusal#REVOCATION_UNKNOWN}.
     *
     * @param chain as the client sent it, leaf first
     */
    public ClientDecision check(TlsUse use, List<X509Certificate> chain, Instant now) {
        return PathCheck.decide(keeper.current(), use, chain, now, ocsp::known, verified);
    }

    /**
     * The decision once every answer it needs is there, or its asking timed out. Completes at once
     * where no OCSP answer is missing; else on a thread of its own, in seconds at most.
     */
    public CompletableFuture<ClientDecision> checkAsking(
            TlsUse use, List<X509Certificate> chain, Instant now) {
        ClientDecision first = check(use, chain, now);
        if (!(first instanceof ClientDecision.Refused refused)
                || refused.reason() != TrustRefusal.REVOCATION_UNKNOWN) {
            return CompletableFuture.completedFuture(first);
        }
        return ocsp.whenQuiet(chain).thenApply(_ -> check(use, chain, now));
    }

    /**
     * For {@code SSLContext.init}. It waits for OCSP, so the handshake (or its delegated task) must
     * run on a virtual thread. A resumed session does not ask it: judge the session's certificates
     * again once the handshake is done.
     */
    public X509ExtendedTrustManager trustManager(TlsUse use) {
        return new ClientTrustManager(
                () -> authorities(use), chain -> checkAsking(use, chain, clock.instant()).join());
    }

    /** What a server offers in its CertificateRequest. */
    public List<X509Certificate> authorities(TlsUse use) {
        return keeper.current().authorities().stream()
                .filter(a -> a.uses().contains(use))
                .map(TrustedAuthority::certificate)
                .toList();
    }
}
