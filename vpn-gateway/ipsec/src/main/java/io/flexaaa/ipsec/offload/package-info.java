@NullMarked
package io.flexaaa.ipsec.offload;

import org.jspecify.annotations.NullMarked;
