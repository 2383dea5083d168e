/** Pools and leases over REST. */
@NullMarked
package io.flexaaa.server.pool.web;

import org.jspecify.annotations.NullMarked;
