/** What an operator may do; every REST handler names one of these. */
@NullMarked
package io.flexaaa.server.permission;

import org.jspecify.annotations.NullMarked;
