/** Passkeys in a real browser: Chromium with its virtual authenticator. */
@NullMarked
package io.flexaaa.server.operator.passkey;

import org.jspecify.annotations.NullMarked;
