/** Tables acct_session and acct_event, written in batches. */
@NullMarked
package io.flexaaa.server.accounting.store;

import org.jspecify.annotations.NullMarked;
