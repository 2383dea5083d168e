/** Live and past sessions over REST. */
@NullMarked
package io.flexaaa.server.session.web;

import org.jspecify.annotations.NullMarked;
