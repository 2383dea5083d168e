package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionRow.Usage;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** What one peer used on one NAS in one hour (UTC), or a part of that. */
public record UsagePart(
        Key key,
        String nasName,
        @Nullable String group,
        long seconds,
        long ended,
        BigInteger rxBytes,
        BigInteger txBytes) {

    /** Further back than that, what a report adds counts for the earliest of these hours. */
    private static final int MOST_HOURS = 48;

    /** Whose and when. */
    public record Key(Instant hour, String peer, long nasId) {}

    UsagePart plus(UsagePart more) {
        return new UsagePart(
                key,
                nasName,
                more.group != null ? more.group : group,
                seconds + more.seconds,
                ended + more.ended,
                rxBytes.add(more.rxBytes),
                txBytes.add(more.txBytes));
    }

    /**
     * What a report added to its session. The difference of two states and not the report's own
     * figures: so a copy adds nothing, and the sum over any order of reports is what the session
     * used in the end. An increment over several hours is spread evenly over them.
     */
    static void of(
            @Nullable SessionRow before, SessionRow after, Report report, Consumer<UsagePart> to) {
        Usage old = before == null ? Usage.NONE : before.usage();
        Usage now = after.usage();
        long seconds = now.sessionSeconds() - old.sessionSeconds();
        BigInteger rx = now.rxBytes().subtract(old.rxBytes());
        BigInteger tx = now.txBytes().subtract(old.txBytes());
        boolean ends =
                after.state() == SessionState.ENDED
                        && (before == null || before.state() != SessionState.ENDED);
        if (seconds == 0 && rx.signum() == 0 && tx.signum() == 0 && !ends) return;

        Instant until = report.at();
        Instant last = until.truncatedTo(ChronoUnit.HOURS);
        Instant since = until.minusSeconds(Math.min(seconds, MOST_HOURS * 3_600L - 3_600));
        long span = Math.max(1, Duration.between(since, until).toSeconds());
        long doneSeconds = 0;
        BigInteger doneRx = BigInteger.ZERO;
        BigInteger doneTx = BigInteger.ZERO;
        for (Instant hour = since.truncatedTo(ChronoUnit.HOURS);
                hour.isBefore(last);
                hour = hour.plus(1, ChronoUnit.HOURS)) {
            long share = Duration.between(since, hour.plus(1, ChronoUnit.HOURS)).toSeconds();
            long s = (long) ((double) seconds * share / span) - doneSeconds;
            BigInteger r = part(rx, share, span).subtract(doneRx);
            BigInteger t = part(tx, share, span).subtract(doneTx);
            to.accept(part(after, hour, s, 0, r, t));
            doneSeconds += s;
            doneRx = doneRx.add(r);
            doneTx = doneTx.add(t);
        }
        to.accept(
                part(
                        after,
                        last,
                        seconds - doneSeconds,
                        ends ? 1 : 0,
                        rx.subtract(doneRx),
                        tx.subtract(doneTx)));
    }

    private static BigInteger part(BigInteger whole, long share, long span) {
        return whole.multiply(BigInteger.valueOf(share)).divide(BigInteger.valueOf(span));
    }

    private static UsagePart part(
            SessionRow row, Instant hour, long seconds, long ended, BigInteger rx, BigInteger tx) {
        return new UsagePart(
                new Key(hour, row.who().peer(), row.source().nasId()),
                row.source().nasName(),
                row.who().group(),
                seconds,
                ended,
                rx,
                tx);
    }
}
