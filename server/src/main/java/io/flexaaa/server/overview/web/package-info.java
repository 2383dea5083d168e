/** The console's first page and the health probe. */
@NullMarked
package io.flexaaa.server.overview.web;

import org.jspecify.annotations.NullMarked;
