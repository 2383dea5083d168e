/** What the console's first page shows. */
@NullMarked
package io.flexaaa.server.overview;

import org.jspecify.annotations.NullMarked;
