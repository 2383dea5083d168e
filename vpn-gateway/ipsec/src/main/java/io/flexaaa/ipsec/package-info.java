@NullMarked
package io.flexaaa.ipsec;

import org.jspecify.annotations.NullMarked;
