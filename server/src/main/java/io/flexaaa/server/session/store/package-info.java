/** Reading acct_session and acct_event. */
@NullMarked
package io.flexaaa.server.session.store;

import org.jspecify.annotations.NullMarked;
