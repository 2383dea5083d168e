package io.flexaaa.server.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/** Whether a client certificate is believed, and as whom. */
public sealed interface ClientDecision {

    /**
     * @param name the user or peer, by the authority's mapping rule
     * @param names every name in the certificate: DNS, e-mail, UPN, IP address, common name
     * @param authority the name of the authority here that vouches for it
     */
    record Accepted(String name, List<String> names, String authority, X509Certificate certificate)
            implements ClientDecision {
        public Accepted {
            names = List.copyOf(names);
        }
    }

    /**
     * @param sentence what is wrong, with the certificate's subject in it
     */
    record Refused(TrustRefusal reason, String sentence, String cure) implements ClientDecision {}
}
