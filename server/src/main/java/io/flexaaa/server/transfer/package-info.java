/** Import and export of configurations: formats, verdict per row, undo. */
@NullMarked
package io.flexaaa.server.transfer;

import org.jspecify.annotations.NullMarked;
