/** The audit chain in PostgreSQL. */
@NullMarked
package io.flexaaa.server.audit.store;

import org.jspecify.annotations.NullMarked;
