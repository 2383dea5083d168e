/** {@code POST /api/v1/bulk}. */
@NullMarked
package io.flexaaa.server.bulk.web;

import org.jspecify.annotations.NullMarked;
