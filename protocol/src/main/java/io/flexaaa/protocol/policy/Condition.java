package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.avpair.IpPrefix;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/**
 * When a set of attributes counts. All parts given must hold, of the entries of a part one; a part
 * left empty always holds.
 *
 * @param nasNames names of RADIUS clients
 * @param nasTypes such as {@code flexvpn}
 * @param window null for any time
 * @param clients networks the peer's outer address (Calling-Station-Id) may be in; a request
 *     without one is in none
 */
public record Condition(
        Set<String> nasNames,
        Set<String> nasTypes,
        @Nullable TimeWindow window,
        List<IpPrefix> clients) {

    /**
     * What a condition looks at.
     *
     * @param now in any zone
     */
    public record Facts(
            String nasName, String nasType, @Nullable InetAddress client, ZonedDateTime now) {}

    /**
     * Some hours of some days, local to a zone. {@code to} before {@code from} runs over midnight
     * and belongs to the day it began; equal ends mean the whole day.
     */
    public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        boolean holds(ZonedDateTime now) {
            ZonedDateTime local = now.withZoneSameInstant(zone);
            LocalTime time = local.toLocalTime();
            DayOfWeek today = local.getDayOfWeek();
            if (from.equals(to)) return days.contains(today);
            if (from.isBefore(to)) {
                return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
            }
            if (!time.isBefore(from)) return days.contains(today);
            return time.isBefore(to) && days.contains(today.minus(1));
        }
    }

    public boolean holds(Facts facts) {
        if (!nasNames.isEmpty() && !nasNames.contains(facts.nasName())) return false;
        if (!nasTypes.isEmpty() && !nasTypes.contains(facts.nasType())) return false;
        if (window != null && !window.holds(facts.now())) return false;
        if (clients.isEmpty()) return true;
        InetAddress client = facts.client();
        if (client == null) return false;
        for (IpPrefix prefix : clients) {
            if (prefix.contains(client)) return true;
        }
        return false;
    }
}
