/** Live sessions: state, rates, staleness. */
@NullMarked
package io.flexaaa.server.session;

import org.jspecify.annotations.NullMarked;
