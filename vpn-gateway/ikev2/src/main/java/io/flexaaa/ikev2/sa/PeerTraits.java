package io.flexaaa.ikev2.sa;

import java.util.Set;

/**
 * What the peer said about itself in IKE_SA_INIT.
 *
 * @param fragmentation RFC 7383 in both directions
 * @param flexVpn its selectors may stay 0.0.0.0/0 although it gets an address
 * @param signatureHashes RFC 7427: what it can verify; empty when it does not know that RFC
 */
public record PeerTraits(
        boolean fragmentation,
        boolean flexVpn,
        boolean dynamicRoute,
        boolean ios,
        Set<Integer> signatureHashes) {
    public PeerTraits {
        signatureHashes = Set.copyOf(signatureHashes);
    }
}
