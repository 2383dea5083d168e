/** RADIUS client, local AAA, accounting with its disk spool, and dynamic authorization. */
@NullMarked
package io.flexaaa.gateway.aaa;

import org.jspecify.annotations.NullMarked;
