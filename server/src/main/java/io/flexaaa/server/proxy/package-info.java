/** Realms whose users another RADIUS server knows: proxying with failover. */
@NullMarked
package io.flexaaa.server.proxy;

import org.jspecify.annotations.NullMarked;
