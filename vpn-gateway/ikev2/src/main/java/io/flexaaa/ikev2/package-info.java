/**
 * The public face of the IKEv2 core: events in, actions out, plus what configures it and what show
 * commands read. Nothing here or below touches a socket, a thread, a clock or a random source.
 */
@NullMarked
package io.flexaaa.ikev2;

import org.jspecify.annotations.NullMarked;
