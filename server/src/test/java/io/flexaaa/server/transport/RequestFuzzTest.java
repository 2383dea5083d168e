package io.flexaaa.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.accounting.AcctParser;
import io.flexaaa.server.accounting.AcctRefusal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the server reads of a request before it decides: 200,000 packets a port, made of the
 * bad-input list by a seeded mutator and signed again, so that they get past the authenticators.
 * {@code FLEXAAA_FUZZ=1}: 20 million.
 */
class RequestFuzzTest {
    private static final int INPUTS =
            "1".equals(System.getenv("FLEXAAA_FUZZ")) ? 20_000_000 : 200_000;
    private static final int WARM_UP = 5_000;
    private static final long SEED = 20261124;
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(Admission.Port.class)
    void isReadOrRefusedAtABoundedCost(Admission.Port port) {
        BadPackets packets = new BadPackets(SEED);
        List<byte[]> seeds =
                java.util.stream.Stream.concat(
                                BadInputPackets.rows().stream(), BadInputContents.rows().stream())
                        .map(row -> row.packet().apply(packets))
                        .filter(p -> p.length >= 20 && p.length <= 4_096)
                        .filter(p -> p[0] == (port == Admission.Port.ACCOUNTING ? 4 : 1))
                        .toList();
        long admitted = 0;
        long mostNanos = 0;
        long mostOctets = 0;
        for (int i = 0; i < INPUTS + WARM_UP; i++) {
            byte[] data = mutated(seeds.get(random.nextInt(seeds.size())));
            if (port == Admission.Port.ACCOUNTING) {
                BadPackets.hashed(data, BadPackets.TEXT);
            }
            long octets = thread.getCurrentThreadAllocatedBytes();
            long nanos = thread.getCurrentThreadCpuTime();
            try {
                if (read(port, data)) admitted++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + SEED + ": " + Octets.wrap(data).hex(), e);
            }
            if (i < WARM_UP) continue;
            mostNanos = Math.max(mostNanos, thread.getCurrentThreadCpuTime() - nanos);
            mostOctets = Math.max(mostOctets, thread.getCurrentThreadAllocatedBytes() - octets);
        }
        System.out.printf(
                "fuzz %s: %d inputs, %d admitted, at most %d us and %d octets each%n",
                port, INPUTS, admitted, mostNanos / 1_000, mostOctets);
        assertThat(admitted).isGreaterThan(INPUTS / 10);
        assertThat(mostNanos).isLessThan(20_000_000);
        assertThat(mostOctets).isLessThan(1 << 20);
    }

    private static boolean read(Admission.Port port, byte[] data) {
        boolean required = port == Admission.Port.ACCOUNTING;
        if (!(Admission.check(port, data, data.length, BadPackets.SECRET, required)
                instanceof Admission.Result.Admitted request)) {
            return false;
        }
        if (port == Admission.Port.AUTHENTICATION) {
            AccessRequest.of(request.packet(), BadPackets.SECRET).isLookup();
            return true;
        }
        try {
            AcctParser.parse(
                    request.packet().attributes(),
                    new AcctParser.Sender(
                            1, "hub", InetAddress.getLoopbackAddress(), "127.0.0.1", null),
                    NOW,
                    (audit, user, phase1) -> new AcctParser.Resolver.Names(user, null, null));
        } catch (AcctRefusal e) {
            assertThat(e.code()).startsWith("acct-");
        }
        return true;
    }

    /** Changed past the header; what it says of its length stays. */
    private byte[] mutated(byte[] seed) {
        byte[] data = seed.clone();
        for (int n = random.nextInt(4); n > 0 && data.length > 20; n--) {
            int at = 20 + random.nextInt(data.length - 20);
            switch (random.nextInt(3)) {
                case 0 -> data[at] = (byte) random.nextInt(256);
                case 1 -> data[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int length = Math.min(random.nextInt(16), data.length - at);
                    int to = 20 + random.nextInt(data.length - 20 - length + 1);
                    System.arraycopy(data, at, data, to, length);
                }
            }
        }
        // A Message-Authenticator that is first is made right again, or nothing gets in.
        if (data.length >= 38 && data[20] == 80 && data[21] == 18) {
            java.util.Arrays.fill(data, 22, 38, (byte) 0);
            BadPackets.sign(data, 22);
        }
        return data;
    }
}
