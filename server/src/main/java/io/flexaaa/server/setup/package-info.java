/** First run: what an empty database is given. */
@NullMarked
package io.flexaaa.server.setup;

import org.jspecify.annotations.NullMarked;
