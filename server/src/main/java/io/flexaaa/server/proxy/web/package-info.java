/** Realms over REST. */
@NullMarked
package io.flexaaa.server.proxy.web;

import org.jspecify.annotations.NullMarked;
