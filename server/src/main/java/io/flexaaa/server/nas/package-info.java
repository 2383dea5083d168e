/** RADIUS clients: address or prefix, secret, Message-Authenticator policy, CoA port. */
@NullMarked
package io.flexaaa.server.nas;

import org.jspecify.annotations.NullMarked;
