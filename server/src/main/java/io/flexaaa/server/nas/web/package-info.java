/** RADIUS clients over REST. */
@NullMarked
package io.flexaaa.server.nas.web;

import org.jspecify.annotations.NullMarked;
