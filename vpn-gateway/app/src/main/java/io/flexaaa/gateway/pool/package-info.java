/** Local address pools and the leases taken from them. */
@NullMarked
package io.flexaaa.gateway.pool;

import org.jspecify.annotations.NullMarked;
