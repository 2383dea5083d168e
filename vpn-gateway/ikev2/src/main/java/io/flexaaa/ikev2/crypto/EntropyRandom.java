package io.flexaaa.ikev2.crypto;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/** Hands injected entropy to a JCA generator that insists on a SecureRandom. */
final class EntropyRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    EntropyRandom(Entropy entropy) {
        super(new Spi(entropy), null);
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final transient Entropy entropy;

        Spi(Entropy entropy) {
            this.entropy = entropy;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The entropy given is the only source.
        }

        @Override
        protected void engineNextBytes(byte[] target) {
            entropy.fill(target);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return entropy.bytes(count);
        }
    }
}
