package io.flexaaa.server.policy;

import io.flexaaa.protocol.avpair.IpPrefix;
import io.flexaaa.protocol.policy.Condition;
import io.flexaaa.protocol.policy.Condition.TimeWindow;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * "When ..., then these": as an operator writes it, the API shows it and the database keeps it.
 * Sets are laid over the base in their order, each one that holds.
 */
public record ConditionalSet(
        When when, @Nullable List<String> avPairs, @Nullable String framedPool) {

    /**
     * All parts given must hold.
     *
     * @param nas names of RADIUS clients
     * @param nasType such as {@code flexvpn}
     * @param days {@code mon} to {@code sun}; none means every day
     * @param from {@code 08:00}, with {@code to} and {@code zone}
     * @param client prefixes of Calling-Station-Id
     */
    public record When(
            @Nullable List<String> nas,
            @Nullable List<String> nasType,
            @Nullable List<String> days,
            @Nullable String from,
            @Nullable String to,
            @Nullable String zone,
            @Nullable List<String> client) {}

    public List<String> pairs() {
        return avPairs == null ? List.of() : avPairs;
    }

    /** The condition; throws with words for the operator when it is not one. */
    public Condition condition() {
        return new Condition(
                Set.copyOf(orEmpty(when.nas)),
                Set.copyOf(orEmpty(when.nasType)),
                window(),
                clients());
    }

    private @Nullable TimeWindow window() {
        if (when.from == null && when.to == null && orEmpty(when.days).isEmpty()) {
            if (when.zone == null) return null;
            throw new IllegalArgumentException("zone alone is no time: add days, or from and to");
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String day : orEmpty(when.days)) days.add(day(day));
        if (days.isEmpty()) days = EnumSet.allOf(DayOfWeek.class);
        if ((when.from == null) != (when.to == null)) {
            throw new IllegalArgumentException("from and to belong together");
        }
        if (when.zone == null) {
            throw new IllegalArgumentException("a time needs its zone, such as Europe/Berlin");
        }
        return new TimeWindow(days, time(when.from), time(when.to), zone(when.zone));
    }

    private static DayOfWeek day(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (wanted.length() >= 3 && day.name().startsWith(wanted)) return day;
        }
        throw new IllegalArgumentException("'" + text + "' is no day: write mon, tue, ... sun");
    }

    private static LocalTime time(@Nullable String text) {
        if (text == null) return LocalTime.MIDNIGHT;
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time: write 08:00", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no zone: write UTC or Europe/Berlin", e);
        }
    }

    private List<IpPrefix> clients() {
        List<IpPrefix> prefixes = new ArrayList<>();
        for (String text : orEmpty(when.client)) {
            try {
                InetAddress host =
                        text.indexOf('/') < 0 ? InetAddress.ofLiteral(text.strip()) : null;
                prefixes.add(
                        host == null
                                ? IpPrefix.parse(text.strip())
                                : new IpPrefix(host, host.getAddress().length * 8));
            } catch (DecodeException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no prefix: write 198.51.100.0/24", e);
            }
        }
        return List.copyOf(prefixes);
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
