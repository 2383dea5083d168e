package io.flexaaa.server.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.AcctRecord.Status;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

class SessionFoldTest {

    private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID KEY = new UUID(1, 2);

    /** S0 = Start at second 0, I10 = Interim at 10 with 10 s and 1000 octets, P20 = Stop at 20. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            textBlock =
                    """
                    a whole life,               S0 I10 P20,     ended 0 20 2000
                    running,                    S0 I10,         up 0 10 1000
                    Start twice,                S0 S0,          up 0 0 0
                    Interim twice,              S0 I10 I10,     up 0 10 1000
                    Interims out of order,      S0 I20 I10,     up 0 20 2000
                    Stop without Start,         P20,            ended 0 20 2000
                    Interim without Start,      I10,            up 0 10 1000
                    Start after Interim,        I10 S0,         up 0 10 1000
                    Start after Stop,           P20 S0,         ended 0 20 2000
                    Interim after Stop,         S0 P20 I10,     ended 0 20 2000
                    a later Interim after Stop, S0 P20 I30,     ended 0 30 3000
                    Stop twice,                 S0 P20 P20,     ended 0 20 2000
                    """)
    void folds(String what, String reports, String wanted) {
        SessionRow row = foldAll(parse(reports));
        assertThat(summary(row)).as(what).isEqualTo(wanted);
    }

    @Test
    void everyOrderOfTheSameReportsGivesTheSameSession() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Report> reports = new ArrayList<>(parse("S0 I10 I20 I20 I30 P40"));
            Collections.shuffle(reports, random);
            assertThat(summary(foldAll(reports)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo("ended 0 40 4000");
        }
    }

    @Test
    void countersThatGoBackAreFlaggedAndNotBelieved() {
        SessionRow row =
                foldAll(List.of(report(Status.INTERIM, 10, 5000), report(Status.INTERIM, 20, 7)));
        assertThat(row.usage().rxBytes()).isEqualTo(5000);
        assertThat(row.flags()).singleElement().asString().contains("backwards");
    }

    @Test
    void aStopThatCameAfterTheRebootThatClosedItIsTheTruth() {
        SessionRow closed =
                foldAll(parse("S0 I10")).stored(7, 1).ended(T0.plusSeconds(60), "NAS-Reboot");
        SessionRow row = SessionFold.fold(closed, report(Status.STOP, 20, 2000));
        assertThat(row.endedAt()).isEqualTo(T0.plusSeconds(20));
        assertThat(row.terminateCause()).isEqualTo("User-Request");
    }

    private static List<Report> parse(String text) {
        List<Report> reports = new ArrayList<>();
        for (String word : text.split(" ")) {
            int second = Integer.parseInt(word.substring(1));
            Status status =
                    switch (word.charAt(0)) {
                        case 'S' -> Status.START;
                        case 'P' -> Status.STOP;
                        default -> Status.INTERIM;
                    };
            reports.add(report(status, second, second * 100L));
        }
        return reports;
    }

    private static Report report(Status status, int second, long octets) {
        Instant at = T0.plusSeconds(second);
        return new Report(
                status,
                KEY,
                new SessionRow.Source(1, "hub", "192.0.2.1", null, null, null, null),
                "0001",
                "audit",
                new SessionRow.Who("spoke1", "spoke1", null, null, null, null, null, null, null),
                at,
                at,
                new SessionRow.Usage(second, BigInteger.valueOf(octets), BigInteger.ZERO, 0, 0),
                null,
                status == Status.STOP ? "User-Request" : null,
                List.of());
    }

    private static SessionRow foldAll(List<Report> reports) {
        SessionRow row = SessionFold.fold(null, reports.getFirst());
        for (Report report : reports.subList(1, reports.size()))
            row = SessionFold.fold(row, report);
        return row;
    }

    private static String summary(@Nullable SessionRow row) {
        if (row == null) return "none";
        assertThat(row.endedAt() != null).isEqualTo(row.state() == SessionState.ENDED);
        return row.state().text()
                + " "
                + (row.startedAt().getEpochSecond() - T0.getEpochSecond())
                + " "
                + row.usage().sessionSeconds()
                + " "
                + row.usage().rxBytes();
    }
}
