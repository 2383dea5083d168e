package io.flexaaa.gateway.aaa;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * An append-only file of records that survives being killed at any octet.
 *
 * <pre>
 * | length u32 | CRC-32C of length and payload u32 | payload |
 * </pre>
 *
 * A record counts only when it is whole and its checksum is right; opening cuts the file after the
 * last such record. Not thread-safe: one owner.
 */
final class RecordLog implements Closeable {
    private static final int HEADER = 8;

    /** Far above any RADIUS packet: a longer length is damage, not data. */
    private static final int LONGEST = 1 << 16;

    private final Path file;
    private FileChannel channel;
    private long size;

    private RecordLog(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /** What opening found. */
    record Opened(RecordLog log, List<byte[]> records, long damagedOctets) {}

    static Opened open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        java.util.Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        byte[] all = Files.readAllBytes(file);
        List<byte[]> records = new ArrayList<>();
        int end = readRecords(all, records);
        if (end < all.length) {
            channel.truncate(end);
            channel.force(true);
        }
        return new Opened(new RecordLog(file, channel, end), records, all.length - end);
    }

    /** Returns the offset after the last whole record. */
    static int readRecords(byte[] all, List<byte[]> into) {
        ByteBuffer in = ByteBuffer.wrap(all);
        int end = 0;
        while (in.remaining() >= HEADER) {
            int length = in.getInt();
            int checksum = in.getInt();
            if (length < 0 || length > LONGEST || length > in.remaining()) {
                break;
            }
            byte[] payload = new byte[length];
            in.get(payload);
            if (checksum(payload) != checksum) {
                break;
            }
            into.add(payload);
            end = in.position();
        }
        return end;
    }

    /** Appends all and returns after they are on the disk: one flush for the whole batch. */
    void append(List<byte[]> payloads) throws IOException {
        ByteBuffer out = frame(payloads);
        long at = size;
        while (out.hasRemaining()) {
            at += channel.write(out, at);
        }
        channel.force(false);
        size = at;
    }

    /** Replaces the content; a crash leaves either the old or the new file. */
    void rewrite(List<byte[]> payloads) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Opened fresh = open(next);
        fresh.log().append(payloads);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        channel.close();
        channel = fresh.log().channel;
        size = fresh.log().size;
    }

    /** Empties the file in place: truncation is atomic enough, each record proves itself. */
    void clear() throws IOException {
        if (size > 0) {
            channel.truncate(0);
            channel.force(true);
            size = 0;
        }
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static long framedLength(byte[] payload) {
        return HEADER + (long) payload.length;
    }

    private static ByteBuffer frame(List<byte[]> payloads) {
        int total = 0;
        for (byte[] payload : payloads) {
            if (payload.length > LONGEST) {
                throw new IllegalArgumentException("record of " + payload.length + " octets");
            }
            total += HEADER + payload.length;
        }
        ByteBuffer out = ByteBuffer.allocate(total);
        for (byte[] payload : payloads) {
            out.putInt(payload.length).putInt(checksum(payload)).put(payload);
        }
        return out.flip();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(payload.length).flip());
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }
}
