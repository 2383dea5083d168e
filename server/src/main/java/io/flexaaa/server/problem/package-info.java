/** Refusals that the operator meets: stable codes, the field, the value and the cure. */
@NullMarked
package io.flexaaa.server.problem;

import org.jspecify.annotations.NullMarked;
