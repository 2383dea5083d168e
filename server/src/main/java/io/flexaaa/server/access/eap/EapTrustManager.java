package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapRefusal.Code;
import io.flexaaa.protocol.eap.tls.RefusedCertificateException;
import io.flexaaa.server.certificate.ClientDecision;
import io.flexaaa.server.certificate.ClientTrust;
import io.flexaaa.server.certificate.TlsUse;
import io.flexaaa.server.certificate.TrustRefusal;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks {@link ClientTrust}, and keeps its reason through JSSE's exceptions. */
final class EapTrustManager extends X509ExtendedTrustManager {

    private final ClientTrust trust;
    private final Clock clock;

    EapTrustManager(ClientTrust trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        // Waits for OCSP at most; EAP works on virtual threads.
        ClientDecision decision =
                trust.checkAsking(TlsUse.EAP, List.of(chain), clock.instant()).join();
        if (decision instanceof ClientDecision.Refused(var reason, String sentence, String cure)) {
            throw new RefusedCertificateException(
                    code(reason), sentence + "; " + cure, alert(reason));
        }
    }

    static Code code(TrustRefusal reason) {
        return switch (reason) {
            case NO_CERTIFICATE -> Code.NO_CERTIFICATE;
            case UNKNOWN_CA -> Code.UNKNOWN_CA;
            case EXPIRED, NOT_YET_VALID -> Code.CERTIFICATE_EXPIRED;
            case REVOKED -> Code.CERTIFICATE_REVOKED;
            case REVOCATION_UNKNOWN -> Code.CERTIFICATE_STATUS_UNKNOWN;
            case WRONG_USAGE, NOT_ALLOWED_HERE, NO_NAME, WEAK, BROKEN -> Code.CERTIFICATE_INVALID;
        };
    }

    /** What makes JSSE choose the alert that fits. */
    private static @Nullable BasicReason alert(TrustRefusal reason) {
        return switch (reason) {
            case EXPIRED, NOT_YET_VALID -> BasicReason.EXPIRED;
            case REVOKED -> BasicReason.REVOKED;
            case REVOCATION_UNKNOWN -> BasicReason.UNDETERMINED_REVOCATION_STATUS;
            case WEAK -> BasicReason.ALGORITHM_CONSTRAINED;
            case BROKEN -> BasicReason.INVALID_SIGNATURE;
            case NO_CERTIFICATE, UNKNOWN_CA, WRONG_USAGE, NOT_ALLOWED_HERE, NO_NAME -> null;
        };
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw onlyEngines();
    }

    private static CertificateException onlyEngines() {
        return new CertificateException("this trust is for EAP peers on an SSLEngine");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.authorities(TlsUse.EAP).toArray(X509Certificate[]::new);
    }
}
