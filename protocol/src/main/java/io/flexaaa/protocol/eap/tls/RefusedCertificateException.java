package io.flexaaa.protocol.eap.tls;

import io.flexaaa.protocol.eap.EapRefusal;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;

/** A trust manager's refusal whose reason survives the way through JSSE. */
public final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final EapRefusal.Code code;
    private final String sentence;

    /**
     * @param alert what JSSE chooses the TLS alert by; null for certificate_unknown
     */
    public RefusedCertificateException(
            EapRefusal.Code code, String message, @Nullable BasicReason alert) {
        super(
                message,
                alert == null
                        ? null
                        : new CertPathValidatorException(message, null, null, -1, alert));
        this.code = code;
        this.sentence = message;
    }

    public EapRefusal.Code code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }
}
