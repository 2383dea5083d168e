package io.flexaaa.server.certificate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code flexaaa.certificates.*}
 *
 * @param publicUrl where hubs and users reach this server's HTTP port, such as {@code
 *     http://aaa.example.com:8080}; issued certificates then name its CRL and its OCSP responder.
 *     Empty: they name neither
 * @param crlDays how long a published revocation list is valid
 */
@ConfigurationProperties("flexaaa.certificates")
public record CertificateProperties(
        @DefaultValue("") String publicUrl, @DefaultValue("7") int crlDays) {

    public CertificateProperties {
        while (publicUrl.endsWith("/")) publicUrl = publicUrl.substring(0, publicUrl.length() - 1);
        if (crlDays < 1 || crlDays > 365) {
            throw new IllegalArgumentException(
                    "flexaaa.certificates.crl-days is " + crlDays + ", allowed are 1 to 365");
        }
    }
}
