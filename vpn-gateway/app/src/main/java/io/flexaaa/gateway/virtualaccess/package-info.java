/** Virtual-template cloning and interface-config. */
@NullMarked
package io.flexaaa.gateway.virtualaccess;

import org.jspecify.annotations.NullMarked;
