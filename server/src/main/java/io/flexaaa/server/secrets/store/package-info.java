/** Sealed columns of all tables, for re-sealing them. */
@NullMarked
package io.flexaaa.server.secrets.store;

import org.jspecify.annotations.NullMarked;
