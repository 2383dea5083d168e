/** The managed PostgreSQL process. */
@NullMarked
package io.flexaaa.server.database.internal;

import org.jspecify.annotations.NullMarked;
