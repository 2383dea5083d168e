/** Master keys over REST; never the keys themselves. */
@NullMarked
package io.flexaaa.server.secrets.web;

import org.jspecify.annotations.NullMarked;
