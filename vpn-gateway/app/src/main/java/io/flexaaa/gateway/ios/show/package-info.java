/** The show commands: one class and one row each, over a read-only view of the gateway. */
@NullMarked
package io.flexaaa.gateway.ios.show;

import org.jspecify.annotations.NullMarked;
