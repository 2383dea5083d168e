/** What other projects' test data say of RADIUS; the data are fetched, never kept here. */
@NullMarked
package io.flexaaa.protocol.radius.vectors;

import org.jspecify.annotations.NullMarked;
