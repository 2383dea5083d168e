/** Secrets planted everywhere one can enter, and looked for everywhere one could come out. */
@NullMarked
package io.flexaaa.server.secrets.planted;

import org.jspecify.annotations.NullMarked;
