package io.flexaaa.server.accounting;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code flexaaa.accounting.*}
 *
 * @param writers threads that commit records, each with a database connection while it does
 * @param keepSessionDays how long an ended session is kept; whole months go
 * @param keepReportDays how long its single reports are kept; whole days go
 * @param keepHourDays how long usage by the hour is kept; whole months go
 * @param keepDayDays how long usage by the day is kept
 */
@ConfigurationProperties("flexaaa.accounting")
public record AccountingProperties(
        @DefaultValue("2") int writers,
        @DefaultValue("400") int keepSessionDays,
        @DefaultValue("60") int keepReportDays,
        @DefaultValue("120") int keepHourDays,
        @DefaultValue("1830") int keepDayDays) {

    public AccountingProperties {
        writers = Math.clamp(writers, 1, 8);
        positive("keep-session-days", keepSessionDays);
        positive("keep-report-days", keepReportDays);
        positive("keep-hour-days", keepHourDays);
        positive("keep-day-days", keepDayDays);
    }

    private static void positive(String name, int days) {
        if (days < 1) {
            throw new IllegalArgumentException(
                    "flexaaa.accounting." + name + " is " + days + ": give at least 1");
        }
    }
}
