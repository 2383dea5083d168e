/** Address pools of the server and what is lent from them. */
@NullMarked
package io.flexaaa.server.pool;

import org.jspecify.annotations.NullMarked;
