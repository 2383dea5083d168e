/** Tables peer, peer_group and their AV pairs. */
@NullMarked
package io.flexaaa.server.identity.store;

import org.jspecify.annotations.NullMarked;
