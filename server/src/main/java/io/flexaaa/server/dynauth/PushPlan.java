package io.flexaaa.server.dynauth;

import java.util.List;

/**
 * What a change of policy means for one live session.
 *
 * @param change what a CoA can bring it now; null for nothing
 * @param reconnect what only a new connection brings, in words
 */
record PushPlan(@org.jspecify.annotations.Nullable PolicyChange change, List<String> reconnect) {}
