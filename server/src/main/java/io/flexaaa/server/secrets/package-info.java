/** The master key and the seal over every secret column. */
@NullMarked
package io.flexaaa.server.secrets;

import org.jspecify.annotations.NullMarked;
