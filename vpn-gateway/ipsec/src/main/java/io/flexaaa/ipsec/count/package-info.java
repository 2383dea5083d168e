@NullMarked
package io.flexaaa.ipsec.count;

import org.jspecify.annotations.NullMarked;
