/** PSKs: set, generate, reveal, expire, history. */
@NullMarked
package io.flexaaa.server.credential;

import org.jspecify.annotations.NullMarked;
