package io.flexaaa.protocol.eap;

/** Unpredictable octets, given from outside. */
@FunctionalInterface
public interface EapRandom {
    byte[] octets(int count);
}
