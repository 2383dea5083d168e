package io.flexaaa.server.testclient;

import io.flexaaa.protocol.radius.Code;

import java.util.List;

/** What to ask: a code and attributes as {@code Name = value}. */
public record TestRequest(Code code, List<NamedValue> attributes) {
    /** One attribute as people write it. */
    public record NamedValue(String name, String value) {}

    public TestRequest {
        attributes = List.copyOf(attributes);
    }
}
