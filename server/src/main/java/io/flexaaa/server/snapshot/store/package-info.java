/** Bulk and incremental loading of the snapshot. */
@NullMarked
package io.flexaaa.server.snapshot.store;

import org.jspecify.annotations.NullMarked;
