package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What a CoA changes: Cisco AV pairs in this order, and the session's time limit. */
public record PolicyChange(List<String> avPairs, @Nullable Integer sessionTimeout) {}
