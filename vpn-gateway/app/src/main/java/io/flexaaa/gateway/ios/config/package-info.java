/** The hub's configuration in IOS language: text in, typed records out, and back. */
@NullMarked
package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.NullMarked;
