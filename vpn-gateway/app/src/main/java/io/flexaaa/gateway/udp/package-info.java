/** The IKE sockets. */
@NullMarked
package io.flexaaa.gateway.udp;

import org.jspecify.annotations.NullMarked;
