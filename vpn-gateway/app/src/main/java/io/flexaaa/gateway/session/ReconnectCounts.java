package io.flexaaa.gateway.session;

/**
 * Clients that came back by their token, since the start.
 *
 * @param active sessions whose client may come back
 * @param inactive those that wait for it
 */
public record ReconnectCounts(long incoming, long success, long failed, int active, int inactive) {}
