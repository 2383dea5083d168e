@NullMarked
package io.flexaaa.gateway;

import org.jspecify.annotations.NullMarked;
