package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** {@link ClientTrust} as JSSE asks it. */
final class ClientTrustManager extends X509ExtendedTrustManager {

    private final Supplier<List<X509Certificate>> authorities;
    private final Function<List<X509Certificate>, ClientDecision> decide;

    ClientTrustManager(
            Supplier<List<X509Certificate>> authorities,
            Function<List<X509Certificate>, ClientDecision> decide) {
        this.authorities = authorities;
        this.decide = decide;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        switch (decide.apply(List.of(chain))) {
            case ClientDecision.Accepted _ -> {}
            case ClientDecision.Refused(var reason, String sentence, String cure) -> {
                String message = sentence + "; " + cure;
                BasicReason basic = basic(reason);
                // JSSE picks the alert by the cause: certificate_expired, certificate_revoked, ...
                throw basic == null
                        ? new CertificateException(message)
                        : new CertificateException(
                                message,
                                new CertPathValidatorException(message, null, null, -1, basic));
            }
        }
    }

    private static @Nullable BasicReason basic(TrustRefusal reason) {
        return switch (reason) {
            case EXPIRED -> BasicReason.EXPIRED;
            case NOT_YET_VALID -> BasicReason.NOT_YET_VALID;
            case REVOKED -> BasicReason.REVOKED;
            case REVOCATION_UNKNOWN -> BasicReason.UNDETERMINED_REVOCATION_STATUS;
            case WEAK -> BasicReason.ALGORITHM_CONSTRAINED;
            case BROKEN -> BasicReason.INVALID_SIGNATURE;
            case NO_CERTIFICATE, UNKNOWN_CA, WRONG_USAGE, NOT_ALLOWED_HERE, NO_NAME -> null;
        };
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this trust is for clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this trust is for clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("this trust is for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().toArray(X509Certificate[]::new);
    }
}
