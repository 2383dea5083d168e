/** What imports replaced. */
@NullMarked
package io.flexaaa.server.transfer.store;

import org.jspecify.annotations.NullMarked;
