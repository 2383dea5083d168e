package io.flexaaa.server.accounting;

import java.time.Instant;

/** One partition of an accounting table and what it holds; rows as PostgreSQL last estimated. */
public record AccountingPartition(
        String table, String name, Instant from, Instant to, long estimatedRows, long octets) {}
