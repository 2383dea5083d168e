package io.flexaaa.ipsec.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.filter.FlowKey;
import io.flexaaa.ipsec.filter.Packets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

class OffloadTest {
    /** Keeps what is written and cuts it up again as the kernel would. */
    private static final class Wire implements PacketSink {
        final List<byte[]> pieces = new ArrayList<>();
        final boolean offload;
        int writes;

        Wire(boolean offload) {
            this.offload = offload;
        }

        @Override
        public void write(byte[] buffer, int at, int length) {
            writes++;
            byte[] copy = Arrays.copyOfRange(buffer, at, at + length);
            Splitter splitter = new Splitter();
            assertThat(splitter.begin(copy, 0, length)).isTrue();
            int expected = splitter.count();
            int longest = splitter.longest();
            byte[] out = new byte[70_000];
            int got = 0;
            for (int n = splitter.next(out, 3); n > 0; n = splitter.next(out, 3)) {
                assertThat(n).isLessThanOrEqualTo(longest);
                pieces.add(Arrays.copyOfRange(out, 3, 3 + n));
                got++;
            }
            assertThat(got).isEqualTo(expected);
        }

        @Override
        public boolean takesTcp() {
            return offload;
        }

        @Override
        public boolean takesUdp() {
            return offload;
        }
    }

    /** One of a handful of flows, sending the next packet in sequence most of the time. */
    private static final class Flow {
        final boolean ipv6;
        final boolean tcp;
        final int port;
        int sequence;
        int identification;

        Flow(int number) {
            ipv6 = number % 2 == 0;
            tcp = number % 3 != 0;
            port = 1000 + number;
            sequence = -5000 * number;
            identification = 65_500 + number;
        }

        byte[] next(Random random) {
            int payload = random.nextInt(4) == 0 ? random.nextInt(1400) : 1200;
            byte[] p =
                    Packets.packet(
                            ipv6 ? "fd00::1" : "10.0.0.1",
                            ipv6 ? "fd00::2" : "10.0.0.2",
                            tcp ? 6 : 17,
                            port,
                            80,
                            payload);
            random.nextBytes(p);
            byte[] header =
                    Packets.packet(
                            ipv6 ? "fd00::1" : "10.0.0.1",
                            ipv6 ? "fd00::2" : "10.0.0.2",
                            tcp ? 6 : 17,
                            port,
                            80,
                            payload);
            int at = ipv6 ? 40 : 20;
            System.arraycopy(header, 0, p, 0, at + (tcp ? 20 : 8));
            if (!ipv6) {
                BigEndian.put16(p, 4, identification++);
                p[6] = (byte) (random.nextInt(50) == 0 ? 0x40 : 0);
            }
            if (tcp) {
                if (random.nextInt(30) == 0) {
                    sequence += 17;
                }
                BigEndian.put32(p, at + 4, sequence);
                sequence += payload;
                if (random.nextInt(20) == 0) {
                    p[at + 13] |= 0x08;
                }
                if (random.nextInt(60) == 0) {
                    p[at + 13] |= 0x01;
                }
            }
            if (random.nextInt(80) == 0) {
                // TOS or traffic class differs: must not be joined.
                p[1] = (byte) 0x20;
            }
            Packets.sum(p);
            if (random.nextInt(70) == 0) {
                p[p.length - 1] ^= 1;
            }
            return p;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void splitUndoesCoalesce(long seed) {
        Random random = new Random(seed);
        Coalescer coalescer = new Coalescer(8);
        Wire wire = new Wire(true);
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            flows.add(new Flow(i));
        }
        List<byte[]> sent = new ArrayList<>();
        int active = 3;
        for (int i = 0; i < 4000; i++) {
            byte[] p = flows.get(random.nextInt(active)).next(random);
            sent.add(p.clone());
            coalescer.add(wire, p, 0, p.length);
            if (random.nextInt(60) == 0) {
                coalescer.flush();
                active = 1 + random.nextInt(flows.size());
            }
        }
        coalescer.flush();
        assertThat(wire.writes).isLessThan(sent.size() * 3 / 4);
        Map<String, List<String>> expected = byFlow(sent);
        Map<String, List<String>> got = byFlow(wire.pieces);
        assertThat(got.keySet()).isEqualTo(expected.keySet());
        for (String flow : expected.keySet()) {
            assertThat(got.get(flow))
                    .as("seed %d flow %s", seed, flow)
                    .isEqualTo(expected.get(flow));
        }
    }

    /** Order matters within a flow only. */
    private static Map<String, List<String>> byFlow(List<byte[]> packets) {
        Map<String, List<String>> flows = new HashMap<>();
        for (byte[] p : packets) {
            FlowKey key = new FlowKey();
            assertThat(key.read(p, 0, p.length)).isTrue();
            String name = key.ipv6() + " " + key.protocol() + " " + key.sourcePort();
            flows.computeIfAbsent(name, n -> new ArrayList<>()).add(HexFormat.of().formatHex(p));
        }
        return flows;
    }

    @Test
    void aTrainOfEqualPacketsIsOneWrite() {
        Coalescer coalescer = new Coalescer(4);
        Wire wire = new Wire(true);
        for (int i = 0; i < 40; i++) {
            byte[] p = Packets.packet("10.0.0.1", "10.0.0.2", 6, 5, 6, 1000);
            BigEndian.put16(p, 4, i);
            BigEndian.put32(p, 24, 7 + i * 1000);
            coalescer.add(wire, Packets.sum(p), 0, p.length);
        }
        coalescer.flush();
        assertThat(wire.writes).isEqualTo(1);
        assertThat(wire.pieces).hasSize(40);
    }

    @Test
    void withoutOffloadEverythingGoesAlone() {
        Coalescer coalescer = new Coalescer(4);
        Wire wire = new Wire(false);
        byte[] p = Packets.packet("10.0.0.1", "10.0.0.2", 17, 5, 6, 100);
        coalescer.add(wire, p, 0, p.length);
        coalescer.add(wire, p, 0, p.length);
        coalescer.flush();
        assertThat(wire.writes).isEqualTo(2);
        assertThat(wire.pieces.getFirst()).isEqualTo(p);
    }

    @Test
    void aPartialChecksumIsCompleted() {
        byte[] p = Packets.packet("10.0.0.1", "10.0.0.2", 6, 5, 6, 333);
        byte[] buffer = new byte[VnetHeader.OCTETS + p.length];
        System.arraycopy(p, 0, buffer, VnetHeader.OCTETS, p.length);
        int pseudo = Checksum.pseudoHeader(p, 0, false, 6, p.length - 20);
        BigEndian.put16(buffer, VnetHeader.OCTETS + 36, pseudo);
        VnetHeader.gso(buffer, 0, VnetHeader.GSO_NONE, 0, 0, 20, 16);
        Splitter splitter = new Splitter();
        assertThat(splitter.begin(buffer, 0, buffer.length)).isTrue();
        byte[] out = new byte[2000];
        int n = splitter.next(out, 0);
        assertThat(Arrays.copyOf(out, n)).isEqualTo(p);
    }

    @Test
    void junkFromTheDeviceIsRefusedNotThrown() {
        Random random = new Random(99);
        Splitter splitter = new Splitter();
        byte[] out = new byte[80_000];
        for (int i = 0; i < 200_000; i++) {
            byte[] b = new byte[random.nextInt(120)];
            random.nextBytes(b);
            if (b.length > 11 && random.nextBoolean()) {
                b[1] = (byte) new int[] {0, 1, 4, 5}[random.nextInt(4)];
                b[10] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
            }
            if (splitter.begin(b, 0, b.length)) {
                for (int k = 0; k < 200 && splitter.next(out, 0) > 0; k++) {
                    continue;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void mssIsLoweredAndTheSumStaysRight(int shift) {
        byte[] p = Packets.packet("10.0.0.1", "10.0.0.2", 6, 5, 6, 8);
        p[32] = 0x70;
        p[33] = 0x02;
        // A no-operation before the option puts it at an odd offset.
        Arrays.fill(p, 40, 48, (byte) 0);
        p[40] = 1;
        p[40 + shift] = 2;
        p[41 + shift] = 4;
        BigEndian.put16(p, 42 + shift, 1460);
        Packets.sum(p);
        FlowKey key = new FlowKey();
        key.read(p, 0, p.length);
        MssClamp.clamp(p, p.length, key, 1300);
        assertThat(BigEndian.u16(p, 42 + shift)).isEqualTo(1300);
        assertThat(Checksum.transportGood(p, 0, false, 6, 20, p.length - 20)).isTrue();
        MssClamp.clamp(p, p.length, key, 1400);
        assertThat(BigEndian.u16(p, 42 + shift)).isEqualTo(1300);
    }

    @Test
    void tooBigIsAnsweredInBothFamilies() {
        byte[] out = new byte[PacketTooBig.MAX_OCTETS];
        byte[] four = Packets.packet("10.0.0.1", "10.0.0.2", 17, 5, 6, 1400);
        assertThat(PacketTooBig.applies(four, 0)).isFalse();
        four[6] = 0x40;
        assertThat(PacketTooBig.applies(four, 0)).isTrue();
        int n = PacketTooBig.build(four, 0, four.length, 1300, out, 0);
        assertThat(n).isEqualTo(576);
        assertThat(BigEndian.i32(out, 16)).isEqualTo(BigEndian.i32(four, 12));
        assertThat(out[20]).isEqualTo((byte) 3);
        assertThat(BigEndian.u16(out, 26)).isEqualTo(1300);
        assertThat(Checksum.fold(Checksum.sum(out, 0, 20))).isEqualTo(0xffff);
        assertThat(Checksum.fold(Checksum.sum(out, 20, n - 20))).isEqualTo(0xffff);
        assertThat(PacketTooBig.build(out.clone(), 0, n, 500, out, 0)).isZero();

        byte[] six = Packets.packet("fd00::1", "fd00::2", 6, 5, 6, 1400);
        n = PacketTooBig.build(six, 0, six.length, 1350, out, 0);
        assertThat(n).isEqualTo(1280);
        assertThat(BigEndian.i32(out, 44)).isEqualTo(1350);
        long sum = Checksum.sum(out, 40, n - 40) + Checksum.pseudoHeader(out, 0, true, 58, n - 40);
        assertThat(Checksum.fold(sum)).isEqualTo(0xffff);
        assertThat(PacketTooBig.build(out.clone(), 0, n, 1300, out, 0)).isZero();
    }

    /** RFC 1071 §3: the example of the RFC, and the plain loop as the model. */
    @Test
    void checksumAgreesWithThePlainLoop() {
        byte[] example = {0, 1, (byte) 0xf2, 3, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        assertThat(Checksum.fold(Checksum.sum(example, 0, 8))).isEqualTo(0xddf2);
        Random random = new Random(5);
        for (int length = 0; length < 400; length++) {
            byte[] b = new byte[length + 3];
            random.nextBytes(b);
            long sum = 0;
            for (int i = 0; i < length; i++) {
                sum += (b[3 + i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
            }
            while (sum > 0xffff) {
                sum = (sum & 0xffff) + (sum >>> 16);
            }
            assertThat(Checksum.fold(Checksum.sum(b, 3, length))).isEqualTo((int) sum);
        }
    }
}
