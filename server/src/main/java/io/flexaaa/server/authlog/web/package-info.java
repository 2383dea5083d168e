/** The decision log over REST. */
@NullMarked
package io.flexaaa.server.authlog.web;

import org.jspecify.annotations.NullMarked;
