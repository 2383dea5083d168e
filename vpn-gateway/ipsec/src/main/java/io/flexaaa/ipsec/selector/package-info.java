@NullMarked
package io.flexaaa.ipsec.selector;

import org.jspecify.annotations.NullMarked;
