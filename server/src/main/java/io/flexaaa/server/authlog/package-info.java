/** The decision log: what was answered, why, and how to cure it. */
@NullMarked
package io.flexaaa.server.authlog;

import org.jspecify.annotations.NullMarked;
