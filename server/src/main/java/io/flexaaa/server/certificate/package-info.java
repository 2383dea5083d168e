/**
 * Certificates: who this server is in TLS, whom it believes, and the small authority that is built
 * in. {@code ServerIdentities} and {@code ClientTrust} are for the TLS listeners.
 */
@NullMarked
package io.flexaaa.server.certificate;

import org.jspecify.annotations.NullMarked;
