package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Accounting records that no server has acknowledged yet. A record is on the disk before it is sent
 * and leaves after the acknowledgement, so a kill at any moment loses none; the worst is a second
 * delivery, which a server recognises (RFC 5080 §2.2.2, RFC 2866 §4.1).
 *
 * <p>Bounded: past three quarters of the limit interim updates are dropped (the next one or the
 * Stop carries their counters), at the limit everything is. Not thread-safe: owned by the
 * accounting thread.
 */
final class AccountingSpool implements Closeable {
    /** 32 MiB: about 60,000 records, a night's Starts and Stops of a busy hub. */
    static final long DEFAULT_LIMIT_OCTETS = 32L << 20;

    private static final int RECORD = 1;
    private static final int DELIVERED = 2;
    private static final long REWRITE_ABOVE = 1L << 20;

    private final RecordLog log;
    private final long limitOctets;
    private final TreeMap<Long, AccountingRecord> pending = new TreeMap<>();
    private long pendingOctets;
    private long nextSequence = 1;
    private long dropped;

    private AccountingSpool(RecordLog log, long limitOctets) {
        this.log = log;
        this.limitOctets = limitOctets;
    }

    static AccountingSpool open(Path file, long limitOctets) throws IOException {
        RecordLog.Opened opened = RecordLog.open(file);
        AccountingSpool spool = new AccountingSpool(opened.log(), limitOctets);
        for (byte[] octets : opened.records()) {
            spool.replay(octets);
        }
        return spool;
    }

    private void replay(byte[] octets) throws IOException {
        try {
            Octets body = Octets.copyOf(octets, 1, octets.length - 1);
            switch (octets[0]) {
                case RECORD -> keep(AccountingRecord.decode(body), octets);
                case DELIVERED -> forget(Long.parseLong(body.utf8()));
                default -> throw new DecodeException("spool record", "type " + octets[0]);
            }
        } catch (DecodeException e) {
            throw new IOException(
                    "accounting spool: "
                            + e.getMessage()
                            + "; move the file away to start with an empty one",
                    e);
        }
    }

    /**
     * Writes the records, one flush for all.
     *
     * @return those that were kept, with their sequence numbers
     */
    List<AccountingRecord> add(List<AccountingRecord> records) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        List<AccountingRecord> kept = new ArrayList<>();
        for (AccountingRecord record : records) {
            boolean interim = record.status() == Attr.ACCT_INTERIM;
            long limit = interim ? limitOctets / 4 * 3 : limitOctets;
            AccountingRecord numbered =
                    new AccountingRecord(
                            nextSequence, record.eventMs(), record.group(), record.attributes());
            byte[] payload = typed(RECORD, Octets.wrap(numbered.encode()));
            if (pendingOctets + RecordLog.framedLength(payload) > limit) {
                dropped++;
                continue;
            }
            keep(numbered, payload);
            payloads.add(payload);
            kept.add(numbered);
        }
        if (!payloads.isEmpty()) {
            log.append(payloads);
        }
        return kept;
    }

    /** The servers have these; they are forgotten, on the disk too. */
    void delivered(Collection<Long> sequences) throws IOException {
        List<byte[]> marks = new ArrayList<>();
        for (long sequence : sequences) {
            if (forget(sequence)) {
                marks.add(typed(DELIVERED, Octets.ofUtf8(Long.toString(sequence))));
            }
        }
        if (pending.isEmpty()) {
            log.clear();
        } else if (log.size() > REWRITE_ABOVE && log.size() > 2 * pendingOctets) {
            log.rewrite(
                    pending.values().stream()
                            .map(record -> typed(RECORD, Octets.wrap(record.encode())))
                            .toList());
        } else if (!marks.isEmpty()) {
            log.append(marks);
        }
    }

    /** In order of delivery. */
    Collection<AccountingRecord> pending() {
        return pending.values();
    }

    int size() {
        return pending.size();
    }

    /** Records refused because the limit was reached. */
    long dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void keep(AccountingRecord record, byte[] payload) {
        pending.put(record.sequence(), record);
        pendingOctets += RecordLog.framedLength(payload);
        nextSequence = Math.max(nextSequence, record.sequence() + 1);
    }

    private boolean forget(long sequence) {
        AccountingRecord gone = pending.remove(sequence);
        if (gone == null) {
            return false;
        }
        pendingOctets -= RecordLog.framedLength(gone.encode()) + 1;
        return true;
    }

    private static byte[] typed(int type, Octets body) {
        return new WireWriter().u8(type).octets(body).toArray();
    }
}
