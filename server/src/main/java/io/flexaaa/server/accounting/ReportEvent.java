package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.AcctRecord.Report;

/** An Interim or Stop with the id of its session. */
public record ReportEvent(long sessionId, Report report) {}
