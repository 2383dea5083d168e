package io.flexaaa.server.accounting;

import io.flexaaa.server.session.SessionRow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What one Accounting-Request says, believed or not. */
public sealed interface AcctRecord {

    /** Start, Interim-Update or Stop of one session. */
    record Report(
            Status status,
            UUID key,
            SessionRow.Source source,
            String acctSessionId,
            @Nullable String auditSessionId,
            SessionRow.Who who,
            Instant at,
            Instant receivedAt,
            SessionRow.Usage usage,
            @Nullable Integer interimSeconds,
            @Nullable String terminateCause,
            List<String> flags)
            implements AcctRecord {}

    /** Accounting-On or -Off: the NAS has rebooted or is about to, its sessions are gone. */
    record Restart(long nasId, String nasAddress, Instant at, boolean on) implements AcctRecord {}

    /** Acct-Status-Type of a session (RFC 2866 §5.1). */
    enum Status {
        START(1),
        STOP(2),
        INTERIM(3);

        private final int value;

        Status(int value) {
            this.value = value;
        }

        public int value() {
            return value;
        }
    }
}
