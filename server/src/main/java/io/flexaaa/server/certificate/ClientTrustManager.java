package io.flexaaa.server.certificate;

import java.net.Socket;
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
            case ClientDecision.Refused(_, String sentence, String cure) -> {
                // On the server's side JSSE sends certificate_unknown whatever the reason; the
                // reason is for the log.
                throw new CertificateException(sentence + "; " + cure);
            }
        }
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
