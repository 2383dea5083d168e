/** REST over users. */
@NullMarked
package io.flexaaa.server.user.web;

import org.jspecify.annotations.NullMarked;
