/** What all REST handlers share: problem bodies, paging, versions, limits, the OpenAPI document. */
@NullMarked
package io.flexaaa.server.web;

import org.jspecify.annotations.NullMarked;
