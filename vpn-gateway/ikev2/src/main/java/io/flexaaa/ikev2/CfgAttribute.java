package io.flexaaa.ikev2;

import io.flexaaa.protocol.wire.Octets;

/** One configuration attribute, RFC 7296 §3.15.1; in a request the value is often empty. */
public record CfgAttribute(int type, Octets value) {}
