package io.flexaaa.server.testclient;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What came back, verified and readable. */
public record TestReply(Code code, List<Shown> attributes) {
    /**
     * @param secret it is a key or password; whoever prints it decides whether to
     * @param octets the value itself, decrypted where it was encrypted
     */
    public record Shown(String name, String value, boolean secret, Octets octets) {}

    /** The first value of that name, or null. */
    public @Nullable Octets octets(String name) {
        for (Shown shown : attributes) if (shown.name().equals(name)) return shown.octets();
        return null;
    }
}
