/** Tables user_account, user_av_pair and user_activity. */
@NullMarked
package io.flexaaa.server.user.store;

import org.jspecify.annotations.NullMarked;
