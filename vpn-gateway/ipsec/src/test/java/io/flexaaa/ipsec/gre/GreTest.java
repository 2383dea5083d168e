package io.flexaaa.ipsec.gre;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.ipsec.offload.Checksum;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Headers by hand from RFC 2784 §2 and RFC 2890 §2. */
class GreTest {
    private static final InetAddress HUB = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress SPOKE = InetAddress.ofLiteral("192.0.2.9");
    private static final InetAddress HUB6 = InetAddress.ofLiteral("2001:db8::1");
    private static final InetAddress SPOKE6 = InetAddress.ofLiteral("2001:db8::9");
    private static final String IPV4 = "45b8001500000000400100000a0000010a000002ff";
    private static final String IPV6 =
            "6b800000000111400102030405060708090a0b0c0d0e0f10201112131415161718191a1b1c1d1e1fff";

    @ParameterizedTest
    @CsvSource({
        "true,  ,     " + IPV4 + ", 00000800",
        "true,  ,     " + IPV6 + ", 000086dd",
        "true,  2748, " + IPV4 + ", 2000080000000abc",
        // DSCP and ECN b8 are the passenger's; @ stands for the checksum of the delivery header.
        "false, ,     " + IPV4 + ", 45b8002d0000400040" + "2f" + "@c0000201c0000209" + "00000800",
        "false, 1,    "
                + IPV6
                + ", 45b800450000400040"
                + "2f"
                + "@c0000201c0000209"
                + "200086dd00000001"
    })
    void wrapsBehindTheHeaders(boolean transport, Integer key, String passenger, String headers) {
        GreTunnel tunnel = new GreTunnel(transport, HUB, SPOKE, key);
        GreEncapsulator out = new GreEncapsulator(tunnel);
        byte[] inner = HexFormat.of().parseHex(passenger);
        byte[] packet = new byte[200];
        int at = out.overheadOctets();
        System.arraycopy(inner, 0, packet, at, inner.length);
        int n = out.wrap(packet, 0, inner.length);
        assertThat(n).isEqualTo(at + inner.length);
        String made = HexFormat.of().formatHex(packet, 0, at);
        int checksumAt = headers.indexOf('@');
        if (checksumAt >= 0) {
            assertThat(Checksum.fold(Checksum.sum(packet, 0, 20))).isEqualTo(0xffff);
            made = made.substring(0, checksumAt) + "@" + made.substring(checksumAt + 4);
        }
        assertThat(made).isEqualTo(headers);
        assertThat(out.nextHeader()).isEqualTo(transport ? 47 : 4);

        GreDecapsulator in = new GreDecapsulator(new GreTunnel(transport, SPOKE, HUB, key));
        assertThat(in.unwrap(packet, 0, n)).isEqualTo(inner.length);
        assertThat(in.passengerAt()).isEqualTo(at);
    }

    @Test
    void anIpv6DeliveryHeader() {
        GreEncapsulator out = new GreEncapsulator(new GreTunnel(false, HUB6, SPOKE6, null));
        byte[] packet = new byte[100];
        byte[] inner = HexFormat.of().parseHex(IPV4);
        System.arraycopy(inner, 0, packet, 44, inner.length);
        int n = out.wrap(packet, 0, inner.length);
        assertThat(HexFormat.of().formatHex(packet, 0, 44))
                .isEqualTo(
                        "6b80000000192f40"
                                + "20010db8000000000000000000000001"
                                + "20010db8000000000000000000000009"
                                + "00000800");
        assertThat(out.nextHeader()).isEqualTo(41);
        GreDecapsulator in = new GreDecapsulator(new GreTunnel(false, SPOKE6, HUB6, null));
        assertThat(in.unwrap(packet, 0, n)).isEqualTo(inner.length);
    }

    @ParameterizedTest
    @CsvSource({
        "'',   00000800, true, no key agreed and none sent",
        "'',   80000800 @ 0000, true, checksum",
        "'',   80000800 ffff 0000, false, wrong checksum",
        "'',   10000800 00000007, true, a sequence number is read over",
        "'',   20000800 00000001, false, a key where none is agreed",
        "1,    20000800 00000001, true, the key",
        "1,    20000800 00000002, false, another key",
        "1,    00000800, false, no key where one is agreed",
        "'',   40000800, false, routing of RFC 1701",
        "'',   00010800, false, version 1 is PPTP",
        "'',   02f80800, true, reserved bits 6 to 12 are ignored",
        "'',   08000800, false, reserved bits 4 and 5 are not",
        "'',   00000806, false, ARP",
        "'',   000086dd, false, an IPv4 packet called IPv6",
        "'',   0000, false, cut off"
    })
    void takesWhatTheRfcsSay(String key, String header, boolean taken, String what) {
        String hex = header.replace("@", "0000").replace(" ", "") + IPV4;
        byte[] packet = HexFormat.of().parseHex(header.length() < 8 ? "0000" : hex);
        if (header.contains("@")) {
            int sum = ~Checksum.fold(Checksum.sum(packet, 0, packet.length)) & 0xffff;
            packet[4] = (byte) (sum >>> 8);
            packet[5] = (byte) sum;
        }
        GreDecapsulator in =
                new GreDecapsulator(
                        new GreTunnel(
                                true, HUB, SPOKE, key.isEmpty() ? null : Integer.valueOf(key)));
        assertThat(in.unwrap(packet, 0, packet.length))
                .as(what)
                .isEqualTo(taken ? 21 : DropReason.GRE.code());
    }

    @Test
    void aDeliveryHeaderFromElsewhereIsNotOfThisTunnel() {
        GreEncapsulator out = new GreEncapsulator(new GreTunnel(false, SPOKE, HUB, null));
        byte[] packet = new byte[100];
        byte[] inner = HexFormat.of().parseHex(IPV4);
        System.arraycopy(inner, 0, packet, 24, inner.length);
        int n = out.wrap(packet, 0, inner.length);
        GreDecapsulator in = new GreDecapsulator(new GreTunnel(false, HUB, SPOKE, null));
        assertThat(in.unwrap(packet, 0, n)).isEqualTo(inner.length);
        for (int octet : new int[] {0, 6, 9, 12, 15, 16, 19}) {
            byte[] wrong = Arrays.copyOf(packet, 100);
            wrong[octet] ^= 0x21;
            assertThat(in.unwrap(wrong, 0, n)).as("octet %d", octet).isNegative();
        }
    }

    @Test
    void anyOctetsAreTakenOrRefused() {
        SplittableRandom random = new SplittableRandom(5);
        GreDecapsulator[] all = {
            new GreDecapsulator(new GreTunnel(true, HUB, SPOKE, null)),
            new GreDecapsulator(new GreTunnel(false, HUB, SPOKE, 7)),
            new GreDecapsulator(new GreTunnel(false, HUB6, SPOKE6, null))
        };
        for (int i = 0; i < 300_000; i++) {
            byte[] packet = new byte[random.nextInt(90)];
            random.nextBytes(packet);
            if (packet.length > 4 && i % 2 == 0) {
                packet[0] = (byte) (i % 4 == 0 ? 0x45 : 0x60);
                packet[1] = 0;
            }
            int n = all[i % 3].unwrap(packet, 0, packet.length);
            assertThat(n < 0 || n + all[i % 3].passengerAt() <= packet.length).isTrue();
        }
    }
}
