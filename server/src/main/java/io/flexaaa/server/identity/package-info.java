/** Peers and groups, one namespace over both. */
@NullMarked
package io.flexaaa.server.identity;

import org.jspecify.annotations.NullMarked;
