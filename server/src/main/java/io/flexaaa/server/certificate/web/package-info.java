/** REST over authorities and certificates, and what anybody may fetch of them. */
@NullMarked
package io.flexaaa.server.certificate.web;

import org.jspecify.annotations.NullMarked;
