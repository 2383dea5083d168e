package io.flexaaa.ipsec.esp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class ReplayWindowTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    first packet,             64, 1,               true
                    zero is never sent,       64, 0,               false
                    replay,                   64, 1 1,             true false
                    replay of an older one,   64, 1 2 3 2,         true true true false
                    late but in the window,   64, 70 7,            true true
                    too late,                 64, 70 6,            true false
                    late twice,               64, 70 7 7,          true true false
                    far jump forgets all,     64, 5 100000 5,      true true false
                    after a jump of a window, 64, 1 65 1 2,        true true false true
                    wide window,            4096, 5000 905 904 905,true true false false
                    odd size,                100, 200 101 100,     true true false
                    highest number,           64, 4294967295 4294967295, true false
                    """)
    void table(String name, int size, String sequences, String expected) {
        ReplayWindow window = new ReplayWindow(size, false);
        StringBuilder got = new StringBuilder();
        for (String sequence : sequences.split(" ")) {
            got.append(offer(window, Long.parseLong(sequence))).append(' ');
        }
        assertThat(got.toString().trim()).isEqualTo(expected);
    }

    private static boolean offer(ReplayWindow window, long sequence) {
        boolean fresh = window.fresh(sequence);
        if (fresh) {
            window.accept(sequence);
        }
        return fresh;
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 127, 128, 1024, 4096})
    void noSequenceIsAcceptedTwiceAndNoneInTheWindowIsRefused(int size) {
        long seed = 20_261_123L + size;
        Random random = new Random(seed);
        ReplayWindow window = new ReplayWindow(size, false);
        Set<Long> accepted = new HashSet<>();
        long top = 0;
        for (int i = 0; i < 200_000; i++) {
            long step = random.nextInt(100) == 0 ? random.nextInt(3 * size) : random.nextInt(8);
            long sequence = Math.max(0, top + step - random.nextInt(size + size / 4));
            boolean expected =
                    sequence > 0 && sequence > top - size && !accepted.contains(sequence);
            assertThat(offer(window, sequence))
                    .as("seed %d step %d sequence %d top %d", seed, i, sequence, top)
                    .isEqualTo(expected);
            if (expected) {
                accepted.add(sequence);
                top = Math.max(top, sequence);
            }
        }
    }

    /** RFC 4303 appendix A2.2, both cases, around every kind of boundary. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    first,                        0x0,         0x1,        0x1
                    ahead in the subspace,        0x100000100, 0x200,      0x100000200
                    in the window,                0x100000100, 0xF0,       0x1000000F0
                    left of it: next subspace,    0x100000100, 0x10,       0x200000010
                    wrapped ahead,                0xFFFFFFFF,  0x5,        0x100000005
                    window reaches back,          0x100000005, 0xFFFFFFF0, 0xFFFFFFF0
                    window reaches back two,      0x200000005, 0xFFFFFFF0, 0x1FFFFFFF0
                    ahead although it reaches,    0x200000005, 0x7,        0x200000007
                    before the first of all,      0x5,         0xFFFFFFF0, -1
                    """)
    void highOrderBits(String name, String top, String low, String expected) {
        ReplayWindow window = new ReplayWindow(64, true);
        if (Long.decode(top) > 0) {
            window.accept(Long.decode(top));
        }
        assertThat(window.recover((int) (long) Long.decode(low))).isEqualTo(Long.decode(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 4096})
    void recoversWhatASenderWithinTheWindowSent(int size) {
        Random random = new Random(7);
        ReplayWindow window = new ReplayWindow(size, true);
        long top = 0xFFFF_F000L;
        window.accept(top);
        for (int i = 0; i < 100_000; i++) {
            long sent = top + random.nextInt(50) - random.nextInt(size);
            assertThat(window.recover((int) sent)).isEqualTo(sent);
            if (window.fresh(sent)) {
                window.accept(sent);
                top = Math.max(top, sent);
            }
        }
        assertThat(top).isGreaterThan(0x1_0000_0000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutProtectionEverythingPasses(boolean extended) {
        ReplayWindow window = new ReplayWindow(0, extended);
        for (long sequence : new long[] {5, 5, 1, 100_000, 3}) {
            assertThat(offer(window, sequence)).isTrue();
        }
    }
}
