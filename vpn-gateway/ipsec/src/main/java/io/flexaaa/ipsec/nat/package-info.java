@NullMarked
package io.flexaaa.ipsec.nat;

import org.jspecify.annotations.NullMarked;
