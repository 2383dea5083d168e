/** The configuration in memory that RADIUS is answered from, coherent by the change log. */
@NullMarked
package io.flexaaa.server.snapshot;

import org.jspecify.annotations.NullMarked;
