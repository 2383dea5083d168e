/** Policy tests in the database. */
@NullMarked
package io.flexaaa.server.preview.store;

import org.jspecify.annotations.NullMarked;
