package io.flexaaa.ikev2.sa;

/**
 * What the peer said about itself in IKE_SA_INIT.
 *
 * @param fragmentation RFC 7383 in both directions
 * @param flexVpn its selectors may stay 0.0.0.0/0 although it gets an address
 */
public record PeerTraits(
        boolean fragmentation, boolean flexVpn, boolean dynamicRoute, boolean ios) {}
