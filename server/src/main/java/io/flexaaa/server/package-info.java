@NullMarked
package io.flexaaa.server;

import org.jspecify.annotations.NullMarked;
