/** Sign-in at an OpenID provider that is not ours: Spring Authorization Server. */
@NullMarked
package io.flexaaa.server.operator.oidc;

import org.jspecify.annotations.NullMarked;
