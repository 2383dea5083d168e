package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.store.UsageStore;
import io.flexaaa.server.listing.Page;

import org.springframework.stereotype.Service;

import java.util.List;

/** Octets and session seconds by peer, group or NAS, by the hour and the day. */
@Service
public class UsageService {

    private final UsageStore store;
    private final AccountingProperties properties;

    UsageService(UsageStore store, AccountingProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    public Page<UsageRow> usage(UsageQuery query) {
        List<UsageRow> rows = store.usage(query, query.limit() + 1);
        return Page.cut(rows, query.limit(), row -> row.at().getEpochSecond() + " " + row.name());
    }

    public AccountingRetention retention() {
        return new AccountingRetention(
                properties.keepSessionDays(),
                properties.keepReportDays(),
                properties.keepHourDays(),
                properties.keepDayDays(),
                store.partitions());
    }
}
