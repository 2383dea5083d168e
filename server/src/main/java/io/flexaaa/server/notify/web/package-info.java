/** Webhooks over REST. */
@NullMarked
package io.flexaaa.server.notify.web;

import org.jspecify.annotations.NullMarked;
