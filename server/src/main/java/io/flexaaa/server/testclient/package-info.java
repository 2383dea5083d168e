/**
 * RADIUS test client. It speaks through TinyRadius, a codec that is not ours, so that our server is
 * always tried by foreign code.
 */
@NullMarked
package io.flexaaa.server.testclient;

import org.jspecify.annotations.NullMarked;
