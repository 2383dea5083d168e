@NullMarked
package io.flexaaa.ikev2;

import org.jspecify.annotations.NullMarked;
