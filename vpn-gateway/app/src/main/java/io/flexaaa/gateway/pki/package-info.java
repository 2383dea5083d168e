/** Certificates, keys and authorities of the configuration's trustpoints, and trust in a peer's. */
@NullMarked
package io.flexaaa.gateway.pki;

import org.jspecify.annotations.NullMarked;
