package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.radius.Attributes;

/** One set of attributes and where it came from. */
public record AuthorizationData(Source source, Attributes attributes) {
    public static AuthorizationData none(Source source) {
        return new AuthorizationData(source, Attributes.EMPTY);
    }
}
