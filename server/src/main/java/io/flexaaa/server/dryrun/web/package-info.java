/** The REST side of dry runs. */
@NullMarked
package io.flexaaa.server.dryrun.web;

import org.jspecify.annotations.NullMarked;
