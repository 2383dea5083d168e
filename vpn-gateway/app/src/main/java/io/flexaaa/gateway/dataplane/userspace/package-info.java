@NullMarked
package io.flexaaa.gateway.dataplane.userspace;

import org.jspecify.annotations.NullMarked;
