@NullMarked
package io.flexaaa.ikev2.endpoint;

import org.jspecify.annotations.NullMarked;
