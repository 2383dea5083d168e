package io.flexaaa.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.protocol.eap.EapAttributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hostile octets for everything that reads RADIUS. A seeded mutator gives each target 200,000
 * inputs in every build; {@code FLEXAAA_FUZZ=1} makes that 20 million, {@code JAZZER_FUZZ=1} lets
 * Jazzer search by coverage. Anything but a value or a DecodeException is a finding, and so is an
 * input that costs more than 20 ms of CPU or 1 MB of heap.
 */
class RadiusFuzzTest {
    private static final int INPUTS =
            "1".equals(System.getenv("FLEXAAA_FUZZ")) ? 20_000_000 : 200_000;
    private static final long MOST_NANOS = 20_000_000;
    private static final long MOST_OCTETS = 1 << 20;
    private static final int WARM_UP = 2_000;
    private static final Secret SECRET = Secret.ofUtf8("fuzz");
    private static final Octets AUTHENTICATOR = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

    /** What is tried. */
    enum Target {
        PACKET(0) {
            @Override
            void read(byte[] data) throws DecodeException {
                RadiusPacket packet = RadiusCodec.decode(data, 0, data.length);
                RadiusSigner.verifyRequestMessageAuthenticator(
                        Arrays.copyOf(data, RadiusCodec.packetLength(data, 0, data.length)),
                        SECRET);
                byte[] again = RadiusCodec.encode(packet);
                if (!RadiusCodec.decode(again, 0, again.length).equals(packet)) {
                    throw new IllegalStateException("decode(encode(p)) differs: " + packet);
                }
                attributes(packet.attributes());
            }
        },
        TUNNEL_PASSWORD(2) {
            @Override
            void read(byte[] data) throws DecodeException {
                TunnelPassword.decrypt(Octets.copyOf(data), SECRET, AUTHENTICATOR);
            }
        },
        USER_PASSWORD(2) {
            @Override
            void read(byte[] data) throws DecodeException {
                PapHiding.reveal(Octets.copyOf(data), SECRET, AUTHENTICATOR);
            }
        },
        AV_PAIR(4) {
            @Override
            void read(byte[] data) {
                AvPairCatalogue.validate(Octets.copyOf(data).utf8());
            }
        };

        /** Of the seeds, this and the next are of its kind. */
        final int firstSeed;

        Target(int firstSeed) {
            this.firstSeed = firstSeed;
        }

        abstract void read(byte[] data) throws DecodeException;
    }

    private static void attributes(Attributes a) throws DecodeException {
        a.avPairs();
        a.avPair("audit-session-id");
        for (int type = 0; type < 256; type++) {
            a.u32(type, 0);
            a.ipv4(type);
        }
        a.vsa(311, 25);
        String name = a.string(Attr.USER_NAME);
        if (name != null && name.isEmpty() && a.count(Attr.USER_NAME) == 0) {
            throw new IllegalStateException("a name that is not there");
        }
        if (a.has(Attr.EAP_MESSAGE)) EapAttributes.join(a);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"PACKET, 1", "TUNNEL_PASSWORD, 2", "USER_PASSWORD, 3", "AV_PAIR, 4"})
    void anyOctetsAreReadOrRefusedAtABoundedCost(Target target, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<byte[]> all = seeds();
        List<byte[]> seeds = all.subList(target.firstSeed, target.firstSeed + 2);
        long refused = 0;
        long mostNanos = 0;
        long mostOctets = 0;
        for (int i = 0; i < INPUTS + WARM_UP; i++) {
            byte[] data = mutate(seeds.get(random.nextInt(seeds.size())), random);
            long octets = thread.getCurrentThreadAllocatedBytes();
            long nanos = thread.getCurrentThreadCpuTime();
            try {
                target.read(data);
            } catch (DecodeException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        target + ", seed " + seed + ": " + Octets.wrap(data).hex(), e);
            }
            if (i < WARM_UP) continue;
            mostNanos = Math.max(mostNanos, thread.getCurrentThreadCpuTime() - nanos);
            mostOctets = Math.max(mostOctets, thread.getCurrentThreadAllocatedBytes() - octets);
        }
        System.out.printf(
                "fuzz %s: %d inputs, %d refused, at most %d us and %d octets each%n",
                target, INPUTS, refused, mostNanos / 1_000, mostOctets);
        assertThat(mostNanos).isLessThan(MOST_NANOS);
        assertThat(mostOctets).isLessThan(MOST_OCTETS);
    }

    @FuzzTest(maxDuration = "60s")
    void search(byte[] data) {
        for (Target target : Target.values()) {
            try {
                target.read(data);
            } catch (DecodeException e) {
                if (e.getMessage() == null) throw new IllegalStateException("no reason", e);
            }
        }
    }

    private static List<byte[]> seeds() {
        Attributes hub =
                Attributes.builder()
                        .string(Attr.USER_NAME, "br17.example.com")
                        .add(Attr.USER_PASSWORD, Octets.wrap(new byte[16]))
                        .add(Attr.STATE, Octets.wrap(new byte[16]))
                        .add(Attr.EAP_MESSAGE, Octets.ofHex("0201000d016272313720657865"))
                        .avPair("audit-session-id=0A0B0C0D")
                        .avPair("ipsec:route-set=prefix 10.0.0.0/8")
                        .vsa(311, 25, Octets.wrap(new byte[50]))
                        .add(241, Octets.ofHex("0100"))
                        .add(245, Octets.ofHex("1a8000000009016162"))
                        .build();
        Attributes report =
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, 2)
                        .string(Attr.ACCT_SESSION_ID, "0000001F")
                        .u32(Attr.ACCT_INPUT_GIGAWORDS, 0xffffffffL)
                        .build();
        Octets hidden =
                TunnelPassword.encrypt(
                        1, 0x8001, "a-key-of-some-length".getBytes(UTF_8), SECRET, AUTHENTICATOR);
        return List.of(
                RadiusSigner.accessRequest(1, AUTHENTICATOR, hub, SECRET),
                RadiusSigner.hashedRequest(Code.ACCOUNTING_REQUEST, 2, report, SECRET, true),
                hidden.toArray(),
                new byte[128],
                Octets.ofUtf8("ip:interface-config=ip address 10.0.0.1 255.255.255.0").toArray(),
                Octets.ofUtf8("ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0").toArray());
    }

    /** Octets changed, taken out, put in twice, cut off, or a piece of one packet in another. */
    private static byte[] mutate(byte[] seed, SplittableRandom random) {
        byte[] data = seed.clone();
        for (int n = random.nextInt(3); n >= 0 && data.length > 0; n--) {
            int at = random.nextInt(data.length);
            switch (random.nextInt(6)) {
                case 0 -> data[at] = (byte) random.nextInt(256);
                case 1 -> data[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> data[at] = (byte) (random.nextBoolean() ? 0 : 255);
                case 3 -> data = Arrays.copyOf(data, at);
                case 4 -> data = Arrays.copyOf(data, data.length + random.nextInt(300));
                default -> {
                    int length = Math.min(random.nextInt(64), data.length - at);
                    System.arraycopy(
                            data, at, data, random.nextInt(data.length - length + 1), length);
                }
            }
        }
        // Most of the time the Length is true, or nothing behind the header is ever reached.
        if (data.length >= 20 && data.length <= 4_096 && random.nextInt(8) != 0) {
            data[2] = (byte) (data.length >> 8);
            data[3] = (byte) data.length;
        }
        return data;
    }
}
