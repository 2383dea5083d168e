/** The log of dynamic-authorization exchanges. */
@NullMarked
package io.flexaaa.server.dynauth.store;

import org.jspecify.annotations.NullMarked;
