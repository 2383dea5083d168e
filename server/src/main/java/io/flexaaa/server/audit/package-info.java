/** Who changed what, as a hash chain. */
@NullMarked
package io.flexaaa.server.audit;

import org.jspecify.annotations.NullMarked;
