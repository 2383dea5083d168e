package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Secret;

import java.util.Arrays;

/** Cuts prf+ output into keys, in order. */
final class KeyStream {
    private final byte[] stream;
    private int at;

    KeyStream(byte[] owned) {
        this.stream = owned;
    }

    Secret take(int octets) {
        Secret key = Secret.wrap(Arrays.copyOfRange(stream, at, at + octets));
        at += octets;
        return key;
    }

    void wipe() {
        Arrays.fill(stream, (byte) 0);
    }
}
