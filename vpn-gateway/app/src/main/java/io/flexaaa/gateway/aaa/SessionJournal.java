package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sessions are open, on the disk: each as the Stop it would get if the gateway were killed
 * now. After a kill the next start sends those Stops, so that no server shows a dead session as
 * live.
 *
 * <p>Not thread-safe: owned by the accounting thread.
 */
final class SessionJournal implements Closeable {
    private static final int OPEN = 1;
    private static final int CLOSED = 2;
    private static final long REWRITE_ABOVE = 1L << 20;

    private final RecordLog log;
    private final Map<String, AccountingRecord> open = new LinkedHashMap<>();
    private long openOctets;

    private SessionJournal(RecordLog log) {
        this.log = log;
    }

    static SessionJournal open(Path file) throws IOException {
        RecordLog.Opened opened = RecordLog.open(file);
        SessionJournal journal = new SessionJournal(opened.log());
        for (byte[] octets : opened.records()) {
            journal.replay(octets);
        }
        return journal;
    }

    private void replay(byte[] octets) throws IOException {
        try {
            Octets body = Octets.copyOf(octets, 1, octets.length - 1);
            switch (octets[0]) {
                case OPEN -> keep(AccountingRecord.decode(body));
                case CLOSED -> forget(body.utf8());
                default -> throw new DecodeException("journal record", "type " + octets[0]);
            }
        } catch (DecodeException e) {
            throw new IOException(
                    "session journal: "
                            + e.getMessage()
                            + "; move the file away to start with an empty one",
                    e);
        }
    }

    /** Open sessions, oldest first. */
    List<AccountingRecord> sessions() {
        return List.copyOf(open.values());
    }

    /** Opens the sessions, or brings their counters up to date; one flush for all. */
    void update(List<AccountingRecord> stops) throws IOException {
        if (stops.isEmpty()) {
            return;
        }
        stops.forEach(this::keep);
        if (log.size() > REWRITE_ABOVE && log.size() > 2 * openOctets) {
            log.rewrite(open.values().stream().map(SessionJournal::payload).toList());
        } else {
            log.append(stops.stream().map(SessionJournal::payload).toList());
        }
    }

    void close(List<String> acctSessionIds) throws IOException {
        List<byte[]> marks =
                acctSessionIds.stream()
                        .filter(this::forget)
                        .map(id -> typed(CLOSED, Octets.ofUtf8(id)))
                        .toList();
        if (open.isEmpty()) {
            log.clear();
        } else if (!marks.isEmpty()) {
            log.append(marks);
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void keep(AccountingRecord stop) {
        AccountingRecord before = open.put(stop.session(), stop);
        openOctets += payload(stop).length - (before == null ? 0 : payload(before).length);
    }

    private boolean forget(String acctSessionId) {
        AccountingRecord gone = open.remove(acctSessionId);
        if (gone == null) {
            return false;
        }
        openOctets -= payload(gone).length;
        return true;
    }

    private static byte[] payload(AccountingRecord stop) {
        return typed(OPEN, Octets.wrap(stop.encode()));
    }

    private static byte[] typed(int type, Octets body) {
        return new WireWriter().u8(type).octets(body).toArray();
    }
}
