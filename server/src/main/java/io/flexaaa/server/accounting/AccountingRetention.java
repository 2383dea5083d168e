package io.flexaaa.server.accounting;

import java.util.List;

/** How long accounting is kept, and what there is. */
public record AccountingRetention(
        int keepSessionDays,
        int keepReportDays,
        int keepHourDays,
        int keepDayDays,
        List<AccountingPartition> partitions) {}
