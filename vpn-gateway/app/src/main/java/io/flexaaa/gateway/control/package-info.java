/** The Unix socket over which exec commands reach a running gateway. */
@NullMarked
package io.flexaaa.gateway.control;

import org.jspecify.annotations.NullMarked;
