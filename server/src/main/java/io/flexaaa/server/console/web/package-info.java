/** Serves the console's page with a fresh CSP nonce. */
@NullMarked
package io.flexaaa.server.console.web;

import org.jspecify.annotations.NullMarked;
