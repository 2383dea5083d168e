/** Dynamic authorization (RFC 5176): CoA and Disconnect towards a NAS. */
@NullMarked
package io.flexaaa.server.dynauth;

import org.jspecify.annotations.NullMarked;
