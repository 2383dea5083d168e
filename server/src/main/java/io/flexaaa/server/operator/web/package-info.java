/** Sign-in, the security filter chain, operators and tokens over REST. */
@NullMarked
package io.flexaaa.server.operator.web;

import org.jspecify.annotations.NullMarked;
