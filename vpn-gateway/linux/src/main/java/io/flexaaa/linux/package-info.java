@NullMarked
package io.flexaaa.linux;

import org.jspecify.annotations.NullMarked;
