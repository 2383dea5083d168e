package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

/** What a TLS use shows now; null until a certificate was assigned. */
public record TlsIdentity(TlsUse use, @Nullable Certificate certificate) {}
