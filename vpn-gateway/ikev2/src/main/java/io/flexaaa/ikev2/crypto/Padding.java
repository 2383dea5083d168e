package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;

import java.util.Arrays;

/** The padding inside SK, RFC 7296 §3.14: any content, then its length in the last octet. */
final class Padding {
    private Padding() {}

    /** Only called on authenticated plaintext, so an early exit tells an attacker nothing. */
    static byte[] strip(byte[] content) throws DecodeException {
        int padLength = content[content.length - 1] & 0xff;
        int length = content.length - 1 - padLength;
        if (length < 0) {
            throw new DecodeException("SK", "pad length " + padLength + " in " + content.length);
        }
        return Arrays.copyOf(content, length);
    }
}
