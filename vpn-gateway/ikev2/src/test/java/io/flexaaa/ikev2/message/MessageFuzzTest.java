package io.flexaaa.ikev2.message;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.flexaaa.protocol.wire.DecodeException;

import java.util.List;

/**
 * Hostile octets: {@code mvn test} replays the corpus, {@code JAZZER_FUZZ=1} searches. Anything but
 * a result or a DecodeException is a finding.
 */
class MessageFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void wholeMessage(byte[] data) {
        try {
            IkeMessage m = IkeCodec.decode(data);
            byte[] again = IkeCodec.encode(m);
            if (!IkeCodec.decode(again).equals(m)) {
                throw new IllegalStateException("decode(encode(m)) differs: " + m);
            }
        } catch (DecodeException refused) {
            ignore(refused);
        }
    }

    /** The first octet picks the payload, the rest is the chain, as it stands inside SK. */
    @FuzzTest(maxDuration = "60s")
    void payloadChain(byte[] data) {
        if (data.length == 0) {
            return;
        }
        try {
            int first = data[0] & 0xff;
            List<Payload> payloads = IkeCodec.decodePayloads(first, data, 1, data.length - 1);
            IkeCodec.encodePayloads(payloads);
        } catch (DecodeException refused) {
            ignore(refused);
        }
    }

    private static void ignore(DecodeException refused) {
        if (refused.getMessage() == null) {
            throw new IllegalStateException("a refusal without a reason", refused);
        }
    }
}
