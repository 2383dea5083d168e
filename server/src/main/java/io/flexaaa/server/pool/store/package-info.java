/** Pools and leases in the database, which alone decides who has an address. */
@NullMarked
package io.flexaaa.server.pool.store;

import org.jspecify.annotations.NullMarked;
