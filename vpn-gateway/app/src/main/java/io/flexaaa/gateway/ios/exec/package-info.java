/** The exec line: abbreviations, help, output filters, clear and test commands. */
@NullMarked
package io.flexaaa.gateway.ios.exec;

import org.jspecify.annotations.NullMarked;
