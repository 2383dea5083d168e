/** What a peer or a group gets: typed settings and AV pairs as RADIUS attributes. */
@NullMarked
package io.flexaaa.server.policy;

import org.jspecify.annotations.NullMarked;
