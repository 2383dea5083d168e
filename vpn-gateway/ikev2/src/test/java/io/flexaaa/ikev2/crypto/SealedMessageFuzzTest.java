package io.flexaaa.ikev2.crypto;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.flexaaa.ikev2.crypto.SealedMessage.Opened;
import io.flexaaa.ikev2.message.IkeHeader;
import io.flexaaa.ikev2.message.Reassembler;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

/**
 * What a peer that holds the keys can send: the content behind a right checksum, and fragments of
 * it.
 */
class SealedMessageFuzzTest {
    private static final IkeHeader HEADER = new IkeHeader(1, 2, 46, 0x20, 37, 8, 5, 0);

    private static final IkeSuite SUITE =
            new IkeSuite(
                    EncryptionAlgorithm.AES_CBC_128,
                    PrfAlgorithm.HMAC_SHA2_256,
                    IntegrityAlgorithm.HMAC_SHA2_256_128,
                    KeyExchangeGroup.CURVE25519);

    private static final IkeCipher CIPHER =
            IkeCipher.of(
                    SUITE,
                    SkeyseedDerivation.initial(
                            SUITE, Octets.of(1), Octets.of(2), Secret.wrap(new byte[32]), 1, 2),
                    true);

    @FuzzTest(maxDuration = "60s")
    void anyDatagram(byte[] data) {
        try {
            SealedMessage.unprotect(data, 0, data.length, CIPHER);
        } catch (DecodeException refused) {
            if (refused.getMessage() == null) {
                throw new IllegalStateException("a refusal without a reason", refused);
            }
        }
    }

    /**
     * The first octet is the first payload's type; octets then come as (number, total, length,
     * content ...).
     */
    @FuzzTest(maxDuration = "60s")
    void fragments(byte[] data) {
        Reassembler reassembler = new Reassembler(16, 2048);
        int at = 1;
        while (at + 3 < data.length) {
            int length = Math.min(data[at + 2] & 0xff, data.length - at - 3);
            try {
                Reassembler.Complete complete =
                        reassembler.add(
                                data[at] & 0xff,
                                data[at + 1] & 0xff,
                                data[0] & 0xff,
                                Octets.copyOf(data, at + 3, length));
                if (complete != null) {
                    Opened opened =
                            SealedMessage.reassembled(
                                    HEADER, complete.firstInner(), complete.content());
                    if (opened instanceof Opened.Fragment) {
                        throw new IllegalStateException("a whole message opened as a fragment");
                    }
                }
            } catch (DecodeException refused) {
                if (refused.getMessage() == null) {
                    throw new IllegalStateException("a refusal without a reason", refused);
                }
            }
            at += 3 + length;
        }
    }
}
