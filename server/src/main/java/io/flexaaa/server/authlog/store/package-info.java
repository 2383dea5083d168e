/** Table decision. */
@NullMarked
package io.flexaaa.server.authlog.store;

import org.jspecify.annotations.NullMarked;
