package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Octets;

/** How a server group answered one request. */
public sealed interface GroupReply {
    /** A verified reply of any code. {@code requestAuthenticator} opens its hidden attributes. */
    record Replied(RadiusServer server, RadiusPacket packet, Octets requestAuthenticator)
            implements GroupReply {}

    /** No server answered; the sentence names each that was asked. */
    record NoAnswer(String sentence) implements GroupReply {}
}
