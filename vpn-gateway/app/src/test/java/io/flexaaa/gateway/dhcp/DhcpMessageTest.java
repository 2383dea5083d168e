package io.flexaaa.gateway.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/** Its independent readers are ISC dhcpd and tshark, in e2e's DhcpIT. */
class DhcpMessageTest {
    private static final byte[] OFFER = offer("350102 3604 0a010101 3304 00000258 ff");

    @Test
    void optionsInSnameAndFileCountAndPartsJoin() throws DecodeException {
        byte[] in = offer("350102 340103 3802 6e6f ff");
        fill(in, 108, "3802 2077 ff");
        fill(in, 44, "3304 00000e10 ff");
        DhcpMessage message = DhcpMessage.decode(in);
        assertThat(message.type()).isEqualTo(DhcpMessage.OFFER);
        assertThat(message.secondsOf(DhcpMessage.LEASE_SECONDS)).isEqualTo(3600);
        assertThat(message.options().get(DhcpMessage.TEXT)).isEqualTo(Octets.ofUtf8("no w"));
    }

    @Test
    void whatItIsNot() {
        assertThatThrownBy(() -> DhcpMessage.decode(Arrays.copyOf(OFFER, 239)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("239 octets");
        for (int at : new int[] {0, 1, 2, 236}) {
            byte[] wrong = OFFER.clone();
            wrong[at] = 77;
            assertThatThrownBy(() -> DhcpMessage.decode(wrong)).isInstanceOf(DecodeException.class);
        }
        byte[] cut = Arrays.copyOf(offer("3504"), 242);
        assertThatThrownBy(() -> DhcpMessage.decode(cut))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("option 53");
    }

    @Test
    void noOctetsThrowAnythingElse() {
        Random random = new Random(4711);
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] in = Arrays.copyOf(OFFER, 200 + random.nextInt(300));
            for (int flips = random.nextInt(12); flips > 0; flips--) {
                in[Math.min(in.length - 1, 200 + random.nextInt(100))] = (byte) random.nextInt();
            }
            try {
                DhcpMessage.decode(in);
                read++;
            } catch (DecodeException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(read).isGreaterThan(10_000);
    }

    private static byte[] offer(String options) {
        byte[] in = new byte[340];
        fill(in, 0, "02010601 00001001");
        fill(in, 16, "0a4d0009");
        fill(in, 24, "0a0101fe 020304050607");
        fill(in, 236, "63825363 " + options);
        return in;
    }

    private static void fill(byte[] target, int at, String hex) {
        Octets.ofHex(hex.replace(" ", "")).copyTo(target, at);
    }
}
