package io.flexaaa.ipsec.esp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import io.flexaaa.ipsec.filter.AclEntry;
import io.flexaaa.ipsec.filter.CompiledAcl;
import io.flexaaa.ipsec.filter.FlowKey;
import io.flexaaa.ipsec.offload.Coalescer;
import io.flexaaa.ipsec.offload.PacketSink;
import io.flexaaa.ipsec.selector.Selector;
import io.flexaaa.ipsec.selector.SelectorMatcher;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The packet path makes no garbage of ours; the JDK's public cipher may make its own. */
class AllocationTest {
    private static final int BLOCK = 5_000;
    // Interpreted code allocates what compiled code does not; on a busy machine that takes a while.
    private static final int MAX_BLOCKS = 200;

    private static final PacketSink NOWHERE =
            new PacketSink() {
                @Override
                public void write(byte[] buffer, int at, int length) {}

                @Override
                public boolean takesTcp() {
                    return true;
                }

                @Override
                public boolean takesUdp() {
                    return true;
                }
            };

    /**
     * Octets a packet of the first block of packets that stays below {@code limit}, else of the
     * last.
     */
    private static long perPacket(EspCrypto crypto, long limit) {
        EspSuite suite = EspSuite.aesGcm16(128);
        EspSealer sealer = new EspSealer(crypto, suite, 1, new byte[20], new byte[0], true);
        EspOpener opener = new EspOpener(crypto, suite, 1, new byte[20], new byte[0], true, 64);
        List<Selector> any = List.of(Selector.anyIpv4());
        SelectorMatcher selectors = new SelectorMatcher(any, any);
        CompiledAcl acl =
                CompiledAcl.compile(
                        "A",
                        List.of(
                                new AclEntry(
                                        true,
                                        false,
                                        -1,
                                        AclEntry.Match.ANY,
                                        AclEntry.Ports.ANY,
                                        AclEntry.Match.ANY,
                                        AclEntry.Ports.ANY,
                                        false,
                                        -1,
                                        -1,
                                        "permit ip any any")));
        Coalescer coalescer = new Coalescer(8);
        FlowKey key = new FlowKey();
        byte[] inner = new byte[1500];
        inner[0] = 0x45;
        BigEndian.put16(inner, 2, 1400);
        inner[9] = 17;
        byte[] packet = new byte[2000];
        byte[] plain = new byte[2000];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long perPacket = Long.MAX_VALUE;
        for (int round = 0; round < MAX_BLOCKS * BLOCK && perPacket >= limit; round++) {
            if (round % BLOCK == BLOCK - 1) {
                long now = threads.getCurrentThreadAllocatedBytes();
                perPacket = (now - before) / BLOCK;
                before = now;
            }
            int n = sealer.seal(inner, 0, 1400, EspSealer.IPV4, packet, 0);
            int m = opener.open(packet, 0, n, plain, 0);
            if (m != 1400
                    || !key.read(plain, 0, m)
                    || !selectors.inbound(key)
                    || !acl.permits(key, 1)) {
                throw new AssertionError("packet " + round + ": " + m);
            }
            coalescer.add(NOWHERE, plain, 0, m);
            coalescer.flush();
        }
        return perPacket;
    }

    @Test
    void theDirectCipherAllocatesNothing() {
        EspCrypto best = EspCrypto.best();
        assertThat(best.aesGcmName())
                .as("surefire opens com.sun.crypto.provider, so the direct cipher must be found")
                .isEqualTo("direct AES-GCM");
        assertThat(perPacket(best, 8)).isLessThan(8);
    }

    @Test
    void theJdkCipherAllocatesWhatItDoesAndWeAddNothing() {
        assertThat(perPacket(EspCrypto.portable(), 2600)).isLessThan(2600);
    }
}
