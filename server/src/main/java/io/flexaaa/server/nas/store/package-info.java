/** Tables nas_client and nas_activity. */
@NullMarked
package io.flexaaa.server.nas.store;

import org.jspecify.annotations.NullMarked;
