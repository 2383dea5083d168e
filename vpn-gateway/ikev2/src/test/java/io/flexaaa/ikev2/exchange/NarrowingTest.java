package io.flexaaa.ikev2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.message.TrafficSelector;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** RFC 7296 §2.9, and what a Cisco hub makes of it. */
class NarrowingTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    10.0.0.0/8,        10.1.0.0/16,      10.1.0.0/16
                    10.1.0.0/16,       10.0.0.0/8,       10.1.0.0/16
                    10.0.0.0/8,        192.168.0.0/16,
                    0.0.0.0/0,         10.0.0.7/32,      10.0.0.7/32
                    2001:db8::/32,     2001:db8:1::/48,  2001:db8:1::/48
                    0.0.0.0/0,         ::/0,
                    10.0.0.0/8 p6,     10.0.0.0/8,       10.0.0.0/8 p6
                    10.0.0.0/8 p6,     10.0.0.0/8 p17,
                    10.0.0.0/8 p6 80-90, 10.0.0.0/8 p6 85-99, 10.0.0.0/8 p6 85-90
                    10.0.0.0/8 p6 80-80, 10.0.0.0/8 p6 81-81,
                    """)
    void intersection(String a, String b, @Nullable String expected) {
        assertThat(Narrowing.intersect(selector(a), selector(b)))
                .isEqualTo(expected == null ? null : selector(expected));
    }

    @Test
    void aFamilyOfOneSideOnlyIsLeftOut() {
        Narrowing.Agreed agreed =
                Narrowing.agree(
                        List.of(Selector.any4(), Selector.any6()),
                        List.of(Selector.any4(), Selector.any6()),
                        List.of(Selector.any4(), Selector.any6()),
                        List.of(selector("10.0.0.7/32")));
        assertThat(agreed).isNotNull();
        assertThat(agreed.local()).containsExactly(Selector.any4());
        assertThat(agreed.remote()).containsExactly(selector("10.0.0.7/32"));
    }

    @Test
    void nothingInCommon() {
        assertThat(
                        Narrowing.agree(
                                List.of(selector("10.0.0.0/8")),
                                List.of(Selector.any6()),
                                List.of(Selector.any4()),
                                List.of(Selector.any4(), Selector.any6())))
                .isNull();
    }

    /** A thousand selectors are a thousand at the codec, but the work here is bounded. */
    @Test
    void manySelectors() {
        List<TrafficSelector> many = new ArrayList<>();
        for (int i = 0; i < 255; i++) {
            many.add(TrafficSelector.host(InetAddress.ofLiteral("10.0.0." + i)));
        }
        assertThat(Narrowing.decode(new TrafficSelectors(true, many))).hasSize(32);
    }

    /** Backwards ranges, OPAQUE ports and unknown families are narrowed away. */
    @Test
    void oddSelectors() {
        Octets low = Octets.of(10, 0, 0, 1);
        Octets high = Octets.of(10, 0, 0, 9);
        List<TrafficSelector> odd =
                List.of(
                        new TrafficSelector(7, 0, 0, 65_535, high, low),
                        new TrafficSelector(7, 6, 65_535, 0, low, high),
                        new TrafficSelector(9, 0, 0, 65_535, Octets.of(1), Octets.of(2)));
        assertThat(Narrowing.decode(new TrafficSelectors(true, odd))).isEmpty();
    }

    private static Selector selector(String text) {
        String[] part = text.split(" ");
        String[] prefix = part[0].split("/");
        Selector all =
                Selector.prefix(InetAddress.ofLiteral(prefix[0]), Integer.parseInt(prefix[1]));
        if (part.length == 1) {
            return all;
        }
        int protocol = Integer.parseInt(part[1].substring(1));
        String[] ports = part.length == 2 ? new String[] {"0", "65535"} : part[2].split("-");
        return new Selector(
                all.first(),
                all.last(),
                protocol,
                Integer.parseInt(ports[0]),
                Integer.parseInt(ports[1]));
    }
}
