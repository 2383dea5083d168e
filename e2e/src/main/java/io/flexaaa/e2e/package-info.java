@NullMarked
package io.flexaaa.e2e;

import org.jspecify.annotations.NullMarked;
