/** Import and export over REST. */
@NullMarked
package io.flexaaa.server.transfer.web;

import org.jspecify.annotations.NullMarked;
