/** Fan-out of changes to many readers, each with a bounded queue. */
@NullMarked
package io.flexaaa.server.events;

import org.jspecify.annotations.NullMarked;
