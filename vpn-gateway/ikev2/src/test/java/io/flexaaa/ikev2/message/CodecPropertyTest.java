package io.flexaaa.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Laws of the codec over generated messages; the seed of a failure is in its message. */
class CodecPropertyTest {
    private static final int MESSAGES = 5_000;

    @Test
    void decodeAfterEncodeIsTheSameMessage() throws DecodeException {
        for (long seed = 0; seed < MESSAGES; seed++) {
            IkeMessage m = new RandomMessages(seed).message();
            assertThat(IkeCodec.decode(IkeCodec.encode(m))).as("seed " + seed).isEqualTo(m);
        }
    }

    @Test
    void encodeAfterDecodeIsTheSameOctets() throws DecodeException {
        for (long seed = 0; seed < MESSAGES; seed++) {
            byte[] b = IkeCodec.encode(new RandomMessages(seed).message());
            assertThat(IkeCodec.encode(IkeCodec.decode(b))).as("seed " + seed).isEqualTo(b);
        }
    }

    @Test
    void mutatedMessagesDecodeOrAreRefusedNothingElseAndFast() {
        Random random = new Random(20_261_123);
        int accepted = 0;
        long started = System.nanoTime();
        int rounds = 60_000;
        for (int i = 0; i < rounds; i++) {
            byte[] b = IkeCodec.encode(new RandomMessages(i % 500).message());
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                b[random.nextInt(b.length)] = (byte) random.nextInt(256);
            }
            try {
                IkeMessage m = IkeCodec.decode(b);
                assertThat(m.toString()).isNotEmpty();
                accepted++;
            } catch (DecodeException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        long microsEach = (System.nanoTime() - started) / 1000 / rounds;
        assertThat(accepted).isBetween(rounds / 100, rounds);
        // Generous, for a machine that is busy: the point is that nothing loops.
        assertThat(microsEach).isLessThan(1_000);
    }

    @Test
    void identitiesKeepTheirReservedOctets() throws DecodeException {
        Identification id =
                new Identification(true, IdType.FQDN, 0x010203, Octets.ofUtf8("a.example"));
        assertThat(id.body().hex()).startsWith("02010203");
    }
}
