package io.flexaaa.server.certificate;

import java.util.Locale;

/** Why a client certificate was not believed. Stable codes: log, API and metrics show them. */
public enum TrustRefusal {
    NO_CERTIFICATE(
            "the client showed no certificate", "install a client certificate and its key on it"),
    UNKNOWN_CA(
            "no authority that is trusted here issued the certificate",
            "import its authority under Authorities and trust it for this use"),
    EXPIRED("the certificate has expired", "renew it"),
    NOT_YET_VALID(
            "the certificate is not valid yet",
            "compare the clocks of the issuer and of this server, or wait"),
    REVOKED("the certificate was revoked", "issue a new one if the revocation was a mistake"),
    REVOCATION_UNKNOWN(
            "whether the certificate was revoked could not be found out, and this authority asks"
                    + " for certainty",
            "see the authority's CRL and OCSP state, or set its check to soft"),
    WRONG_USAGE(
            "the certificate is not meant for a TLS client",
            "issue it with extended key usage clientAuth and key usage digitalSignature"),
    NOT_ALLOWED_HERE(
            "the certificate's authority is not trusted for this use",
            "trust the authority for this use under Authorities"),
    NO_NAME(
            "the certificate has none of the names the authority's mapping looks for",
            "put the name into the certificate, or change the authority's mapping"),
    WEAK("the certificate's key or signature is too weak", "issue it anew with P-256 or SHA-256"),
    BROKEN(
            "the certificate chain does not hold",
            "send the certificate and its intermediate authorities, leaf first");

    private final String sentence;
    private final String cure;

    TrustRefusal(String sentence, String cure) {
        this.sentence = sentence;
        this.cure = cure;
    }

    /** Stable; as in {@code unknown-ca}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String sentence() {
        return sentence;
    }

    public String cure() {
        return cure;
    }
}
