/** Rows of authority, certificate and tls_identity. */
@NullMarked
package io.flexaaa.server.certificate.store;

import org.jspecify.annotations.NullMarked;
