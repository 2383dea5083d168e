/** The laboratory: network namespaces, foreign peers and our own programs as real processes. */
@NullMarked
package io.flexaaa.e2e.lab;

import org.jspecify.annotations.NullMarked;
