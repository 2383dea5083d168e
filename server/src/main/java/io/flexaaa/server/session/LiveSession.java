package io.flexaaa.server.session;

import io.flexaaa.server.session.SessionRow.Usage;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A session in memory: its row and the rates between its reports. Guarded by the {@link
 * LiveSessions} that owns it.
 */
final class LiveSession {

    private static final int POINTS = 240;
    private static final BigInteger BITS = BigInteger.valueOf(8_000);

    private SessionRow row;
    // Made with the first rate: many sessions never report between Start and Stop.
    private @Nullable ArrayDeque<RatePoint> points;

    LiveSession(SessionRow row) {
        this.row = row;
    }

    SessionRow row() {
        return row;
    }

    void update(SessionRow next) {
        long millis = Duration.between(row.lastReportAt(), next.lastReportAt()).toMillis();
        // Two reports within a fraction of a second (Start and a first Interim) give no rate worth
        // showing.
        if (millis >= 500) {
            if (points == null) points = new ArrayDeque<>(4);
            if (points.size() == POINTS) points.removeFirst();
            points.addLast(point(row.usage(), next.usage(), millis, next.lastReportAt()));
        }
        row = next;
    }

    private static RatePoint point(Usage before, Usage after, long millis, Instant at) {
        return new RatePoint(
                at,
                rate(before.rxBytes(), after.rxBytes(), millis),
                rate(before.txBytes(), after.txBytes(), millis));
    }

    private static long rate(BigInteger before, BigInteger after, long millis) {
        BigInteger octets = after.subtract(before).max(BigInteger.ZERO);
        BigInteger perSecond = octets.multiply(BITS).divide(BigInteger.valueOf(millis));
        return perSecond.bitLength() < 63 ? perSecond.longValue() : Long.MAX_VALUE;
    }

    List<RatePoint> rates() {
        return points == null ? List.of() : new ArrayList<>(points);
    }

    Session view() {
        RatePoint last =
                row.state() == SessionState.UP && points != null ? points.peekLast() : null;
        return view(row, last);
    }

    static Session view(SessionRow row, @Nullable RatePoint rate) {
        return new Session(
                row.id(),
                row.state(),
                row.auditSessionId(),
                row.acctSessionId(),
                row.who().peer(),
                row.who().userName(),
                row.who().group(),
                row.source().nasId(),
                row.source().nasName(),
                row.source().nasAddress(),
                row.who().framedIp(),
                row.who().framedIpv6(),
                row.who().callingStationId(),
                row.who().authMethod(),
                row.source().interfaceName(),
                row.startedAt(),
                row.lastReportAt(),
                row.endedAt(),
                row.usage().sessionSeconds(),
                row.usage().rxBytes(),
                row.usage().txBytes(),
                row.usage().rxPackets(),
                row.usage().txPackets(),
                rate == null ? null : rate.rx(),
                rate == null ? null : rate.tx(),
                row.terminateCause(),
                row.flags());
    }
}
