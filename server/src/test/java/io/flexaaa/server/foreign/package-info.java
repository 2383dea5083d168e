/** Servers that are not ours, started for a test. */
@NullMarked
package io.flexaaa.server.foreign;

import org.jspecify.annotations.NullMarked;
