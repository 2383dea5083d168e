/** Preview and policy tests over REST. */
@NullMarked
package io.flexaaa.server.preview.web;

import org.jspecify.annotations.NullMarked;
