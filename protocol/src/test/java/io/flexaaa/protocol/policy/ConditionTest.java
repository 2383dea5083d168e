package io.flexaaa.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.avpair.IpPrefix;
import io.flexaaa.protocol.policy.Condition.Facts;
import io.flexaaa.protocol.policy.Condition.TimeWindow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class ConditionTest {
    private static final ZonedDateTime NOON = ZonedDateTime.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // 2026-11-23 is a Monday; Berlin is an hour ahead of UTC in winter, two in summer.
        "2026-11-23T06:59:59Z, false",
        "2026-11-23T07:00:00Z, true",
        "2026-11-23T16:59:59Z, true",
        "2026-11-23T17:00:00Z, false",
        "2026-11-22T10:00:00Z, false",
        "2026-07-20T06:00:00Z, true",
        "2026-07-20T16:00:00Z, false"
    })
    void officeHoursAreLocal(ZonedDateTime now, boolean holds) {
        TimeWindow office =
                new TimeWindow(
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        LocalTime.of(8, 0),
                        LocalTime.of(18, 0),
                        ZoneId.of("Europe/Berlin"));
        assertThat(at(office, now)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T21:59:00Z, false",
        "2026-11-23T22:00:00Z, true",
        "2026-11-24T05:59:00Z, true",
        "2026-11-24T06:00:00Z, false",
        "2026-11-24T22:00:00Z, false"
    })
    void aWindowOverMidnightBelongsToTheDayItBegan(ZonedDateTime now, boolean holds) {
        TimeWindow night =
                new TimeWindow(
                        EnumSet.of(DayOfWeek.MONDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0),
                        ZoneId.of("UTC"));
        assertThat(at(night, now)).isEqualTo(holds);
    }

    @Test
    void allPartsMustHold() throws Exception {
        Condition condition =
                new Condition(
                        Set.of("hub1", "hub2"),
                        Set.of("flexvpn"),
                        null,
                        List.of(IpPrefix.parse("198.51.100.0/24")));
        InetAddress inside = InetAddress.ofLiteral("198.51.100.7");
        assertThat(condition.holds(new Facts("hub2", "flexvpn", inside, NOON))).isTrue();
        assertThat(condition.holds(new Facts("hub3", "flexvpn", inside, NOON))).isFalse();
        assertThat(condition.holds(new Facts("hub1", "other", inside, NOON))).isFalse();
        assertThat(condition.holds(new Facts("hub1", "flexvpn", null, NOON))).isFalse();
        assertThat(
                        condition.holds(
                                new Facts(
                                        "hub1",
                                        "flexvpn",
                                        InetAddress.ofLiteral("203.0.113.1"),
                                        NOON)))
                .isFalse();
    }

    @Test
    void anEmptyConditionAlwaysHolds() {
        Condition always = new Condition(Set.of(), Set.of(), null, List.of());
        assertThat(always.holds(new Facts("x", "other", null, NOON))).isTrue();
    }

    private static boolean at(TimeWindow window, ZonedDateTime now) {
        return new Condition(Set.of(), Set.of(), window, List.of())
                .holds(new Facts("hub1", "flexvpn", null, now));
    }
}
