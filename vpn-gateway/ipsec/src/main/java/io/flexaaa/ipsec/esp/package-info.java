@NullMarked
package io.flexaaa.ipsec.esp;

import org.jspecify.annotations.NullMarked;
