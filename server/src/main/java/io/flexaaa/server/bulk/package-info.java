/** Many REST calls in one. */
@NullMarked
package io.flexaaa.server.bulk;

import org.jspecify.annotations.NullMarked;
