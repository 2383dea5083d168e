/** Table setup_step. */
@NullMarked
package io.flexaaa.server.setup.store;

import org.jspecify.annotations.NullMarked;
