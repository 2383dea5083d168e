/** Keyset pages that every list of the API returns. */
@NullMarked
package io.flexaaa.server.listing;

import org.jspecify.annotations.NullMarked;
