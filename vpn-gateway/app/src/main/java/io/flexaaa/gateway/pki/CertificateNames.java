package io.flexaaa.gateway.pki;

import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** The names inside a certificate. */
final class CertificateNames {
    /** GeneralName choices of RFC 5280 §4.2.1.6. */
    private static final int EMAIL = 1;

    private static final int DNS = 2;
    private static final int IP = 7;

    private CertificateNames() {}

    /** RFC 4945 §3.1: a peer may only claim a name its certificate has. */
    static void requireMatch(X509Certificate own, PeerIdentity identity) throws RefusedException {
        if (!matches(own, identity)) {
            throw PeerCertificates.refused(
                    identity,
                    "it is for "
                            + own.getSubjectX500Principal().getName()
                            + " "
                            + alternatives(own)
                            + ", which is not the identity the peer claims; issue one with that"
                            + " name among its subject alternative names, or let the peer send its"
                            + " DN");
        }
    }

    private static boolean matches(X509Certificate own, PeerIdentity identity) {
        return switch (identity.type()) {
            case DN -> sameName(own, identity.data());
            case FQDN -> has(own, DNS, identity.text());
            case EMAIL -> has(own, EMAIL, identity.text());
            case IPV4_ADDRESS, IPV6_ADDRESS -> hasAddress(own, identity.asAddress());
            // Not a name of RFC 5280: only the subject's common name can stand for it.
            case KEY_ID, GROUP_NAME -> identity.text().equals(commonName(own));
            case GENERAL_NAME, NULL -> false;
        };
    }

    private static boolean sameName(X509Certificate own, Octets der) {
        try {
            return own.getSubjectX500Principal().equals(new X500Principal(der.toArray()));
        } catch (IllegalArgumentException notAName) {
            // The peer chose these octets; what is no name is no name of the certificate.
            return false;
        }
    }

    private static boolean has(X509Certificate own, int kind, String name) {
        for (List<?> alternative : rawAlternatives(own)) {
            if (alternative.get(0).equals(kind)
                    && alternative.get(1) instanceof String text
                    && text.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAddress(X509Certificate own, @Nullable InetAddress address) {
        for (List<?> alternative : rawAlternatives(own)) {
            if (alternative.get(0).equals(IP) && alternative.get(1) instanceof String text) {
                try {
                    if (InetAddress.ofLiteral(text).equals(address)) {
                        return true;
                    }
                } catch (IllegalArgumentException notAnAddress) {
                    continue;
                }
            }
        }
        return false;
    }

    /** The most specific one; empty when the subject has none. */
    private static String commonName(X509Certificate certificate) {
        try {
            LdapName name =
                    new LdapName(
                            certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
            for (Rdn rdn : name.getRdns().reversed()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    return rdn.getValue().toString();
                }
            }
            return "";
        } catch (InvalidNameException unreadable) {
            // As if there were none: then nothing matches, which is safe.
            return "";
        }
    }

    /** DNS names, mail addresses and IP addresses, for messages and certificate maps. */
    static List<String> alternatives(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> alternative : rawAlternatives(certificate)) {
            if (alternative.get(1) instanceof String text) {
                names.add(text);
            }
        }
        return names;
    }

    private static List<List<?>> rawAlternatives(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : List.copyOf(names);
        } catch (CertificateParsingException unreadable) {
            // As if there were none: then nothing matches, which is safe.
            return List.of();
        }
    }
}
