/** Access-Request to decision. */
@NullMarked
package io.flexaaa.server.access;

import org.jspecify.annotations.NullMarked;
