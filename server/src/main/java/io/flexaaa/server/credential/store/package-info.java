/** Table psk. */
@NullMarked
package io.flexaaa.server.credential.store;

import org.jspecify.annotations.NullMarked;
