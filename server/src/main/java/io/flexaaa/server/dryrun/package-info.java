/** Writes that are tried and not kept: {@code ?dryRun=true} on every REST write. */
@NullMarked
package io.flexaaa.server.dryrun;

import org.jspecify.annotations.NullMarked;
