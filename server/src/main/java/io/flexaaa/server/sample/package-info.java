/**
 * What a first run is filled with: a hub, two spokes, a group, and the values for the gateway's
 * configuration.
 */
@NullMarked
package io.flexaaa.server.sample;

import org.jspecify.annotations.NullMarked;
