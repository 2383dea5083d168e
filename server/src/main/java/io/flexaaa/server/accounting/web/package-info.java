/** Usage and retention over REST. */
@NullMarked
package io.flexaaa.server.accounting.web;

import org.jspecify.annotations.NullMarked;
