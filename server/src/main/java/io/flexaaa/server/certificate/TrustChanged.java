package io.flexaaa.server.certificate;

/**
 * An identity that a TLS listener shows, or what it trusts, is another one since now.
 *
 * @param version what {@link ServerIdentities#version} tells
 */
public record TrustChanged(long version) {}
