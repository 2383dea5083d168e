@NullMarked
package io.flexaaa.ipsec.sad;

import org.jspecify.annotations.NullMarked;
