@NullMarked
package io.flexaaa.protocol;

import org.jspecify.annotations.NullMarked;
