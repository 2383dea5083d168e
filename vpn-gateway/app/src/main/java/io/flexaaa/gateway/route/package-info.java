/** Routes of sessions: host routes, route-set local, and the subnets told to the peer. */
@NullMarked
package io.flexaaa.gateway.route;

import org.jspecify.annotations.NullMarked;
