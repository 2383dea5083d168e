/** Accounting-Request intake: acknowledged after commit, committed in groups. */
@NullMarked
package io.flexaaa.server.accounting;

import org.jspecify.annotations.NullMarked;
