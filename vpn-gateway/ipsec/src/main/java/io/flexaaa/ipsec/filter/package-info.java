@NullMarked
package io.flexaaa.ipsec.filter;

import org.jspecify.annotations.NullMarked;
