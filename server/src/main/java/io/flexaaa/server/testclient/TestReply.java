package io.flexaaa.server.testclient;

import io.flexaaa.protocol.radius.Code;

import java.util.List;

/** What came back, verified and readable. */
public record TestReply(Code code, List<Shown> attributes) {
    /**
     * @param secret it is a key or password; whoever prints it decides whether to
     */
    public record Shown(String name, String value, boolean secret) {}
}
