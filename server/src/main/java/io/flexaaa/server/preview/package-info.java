/** What a peer would get, and what must stay true of it. */
@NullMarked
package io.flexaaa.server.preview;

import org.jspecify.annotations.NullMarked;
