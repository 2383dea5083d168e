/** Operators, sessions and tokens in PostgreSQL. */
@NullMarked
package io.flexaaa.server.operator.store;

import org.jspecify.annotations.NullMarked;
