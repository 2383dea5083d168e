package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.message.GatewayIdentity;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What the peer said about itself in IKE_SA_INIT.
 *
 * @param fragmentation RFC 7383 in both directions
 * @param flexVpn its selectors may stay 0.0.0.0/0 although it gets an address
 * @param signatureHashes RFC 7427: what it can verify; empty when it does not know that RFC
 * @param redirect it knows RFC 5685
 * @param redirectedFrom the gateway that sent it here; null when it came by itself
 * @param ppk it knows RFC 8784
 */
public record PeerTraits(
        boolean fragmentation,
        boolean flexVpn,
        boolean dynamicRoute,
        boolean ios,
        Set<Integer> signatureHashes,
        boolean redirect,
        @Nullable GatewayIdentity redirectedFrom,
        boolean ppk) {
    public PeerTraits {
        signatureHashes = Set.copyOf(signatureHashes);
    }
}
