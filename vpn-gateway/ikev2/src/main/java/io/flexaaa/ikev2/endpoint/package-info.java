/** The engine: which datagram belongs to which session, cookies, limits, deadlines. */
@NullMarked
package io.flexaaa.ikev2.endpoint;

import org.jspecify.annotations.NullMarked;
