/** Disconnect and change-policy over REST. */
@NullMarked
package io.flexaaa.server.dynauth.web;

import org.jspecify.annotations.NullMarked;
