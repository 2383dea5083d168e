/** Rows of realm and realm_home. */
@NullMarked
package io.flexaaa.server.proxy.store;

import org.jspecify.annotations.NullMarked;
