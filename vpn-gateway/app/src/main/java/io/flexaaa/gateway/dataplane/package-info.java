@NullMarked
package io.flexaaa.gateway.dataplane;

import org.jspecify.annotations.NullMarked;
