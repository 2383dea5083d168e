package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;

/** A group as the request path needs it. */
public record GroupEntry(long id, String name, Attributes attributes, int octets) {}
