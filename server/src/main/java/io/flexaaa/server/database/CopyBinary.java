package io.flexaaa.server.database;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Rows for PostgreSQL's {@code COPY ... (format binary)}: the cheapest way in. Fields are written
 * in the order of the columns; a null is {@link #nothing()}. Not thread-safe.
 */
public final class CopyBinary {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;
    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);
    private static final int OID_TEXT = 25;
    private static final int OID_UUID = 2_950;
    private static final byte FAMILY_V4 = 2;
    private static final byte FAMILY_V6 = 3;

    private byte[] octets;
    private int at;
    private int rows;

    public CopyBinary(int expectedOctets) {
        octets = new byte[Math.max(expectedOctets, 64)];
        put(SIGNATURE);
    }

    public int rows() {
        return rows;
    }

    /**
     * @param sql {@code copy table (columns) from stdin (format binary)}
     */
    public void send(Connection connection, String sql) throws SQLException {
        i16raw(-1);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(octets, 0, at);
            copy.endCopy();
        } finally {
            if (copy.isActive()) copy.cancelCopy();
        }
    }

    public CopyBinary row(int columns) {
        rows++;
        i16raw(columns);
        return this;
    }

    public CopyBinary nothing() {
        i32raw(-1);
        return this;
    }

    public CopyBinary bool(boolean value) {
        i32raw(1);
        room(1);
        octets[at++] = (byte) (value ? 1 : 0);
        return this;
    }

    public CopyBinary i16(int value) {
        i32raw(2);
        i16raw(value);
        return this;
    }

    public CopyBinary i32(@Nullable Integer value) {
        if (value == null) return nothing();
        i32raw(4);
        i32raw(value);
        return this;
    }

    public CopyBinary i64(@Nullable Long value) {
        return value == null ? nothing() : i64(value.longValue());
    }

    public CopyBinary i64(long value) {
        i32raw(8);
        i64raw(value);
        return this;
    }

    public CopyBinary text(@Nullable String value) {
        if (value == null) return nothing();
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public CopyBinary bytes(byte @Nullable [] value) {
        if (value == null) return nothing();
        i32raw(value.length);
        put(value);
        return this;
    }

    public CopyBinary uuid(UUID value) {
        i32raw(16);
        i64raw(value.getMostSignificantBits());
        i64raw(value.getLeastSignificantBits());
        return this;
    }

    public CopyBinary timestamp(@Nullable Instant value) {
        if (value == null) return nothing();
        long micros = value.getEpochSecond() * 1_000_000 + value.getNano() / 1_000;
        return i64(micros - MICROS_1970_TO_2000);
    }

    /** A numeric without fraction, zero or more. */
    public CopyBinary numeric(BigInteger value) {
        int start = at;
        i32raw(0);
        short[] digits = new short[value.bitLength() / 13 + 2];
        int n = 0;
        if (value.bitLength() < 64) {
            for (long rest = value.longValueExact(); rest != 0; rest /= 10_000) {
                digits[n++] = (short) (rest % 10_000);
            }
        } else {
            for (BigInteger rest = value; rest.signum() != 0; ) {
                BigInteger[] parts = rest.divideAndRemainder(TEN_THOUSAND);
                digits[n++] = parts[1].shortValueExact();
                rest = parts[0];
            }
        }
        i16raw(n);
        i16raw(Math.max(n - 1, 0));
        i16raw(0);
        i16raw(0);
        for (int i = n - 1; i >= 0; i--) i16raw(digits[i]);
        int end = at;
        at = start;
        i32raw(end - start - 4);
        at = end;
        return this;
    }

    /**
     * @param literal an address in text, as {@link InetAddress#getHostAddress()} writes it
     */
    public CopyBinary inet(@Nullable String literal) {
        if (literal == null) return nothing();
        int scope = literal.indexOf('%');
        byte[] address =
                InetAddress.ofLiteral(scope < 0 ? literal : literal.substring(0, scope))
                        .getAddress();
        i32raw(4 + address.length);
        room(4);
        octets[at++] = address.length == 4 ? FAMILY_V4 : FAMILY_V6;
        octets[at++] = (byte) (address.length * 8);
        octets[at++] = 0;
        octets[at++] = (byte) address.length;
        put(address);
        return this;
    }

    public CopyBinary texts(List<String> values) {
        int start = at;
        i32raw(0);
        i32raw(values.isEmpty() ? 0 : 1);
        i32raw(0);
        i32raw(OID_TEXT);
        if (!values.isEmpty()) {
            i32raw(values.size());
            i32raw(1);
            for (String value : values) text(value);
        }
        int end = at;
        at = start;
        i32raw(end - start - 4);
        at = end;
        return this;
    }

    public CopyBinary uuids(Collection<UUID> values) {
        i32raw(20 + values.size() * 20);
        i32raw(1);
        i32raw(0);
        i32raw(OID_UUID);
        i32raw(values.size());
        i32raw(1);
        for (UUID value : values) uuid(value);
        return this;
    }

    private void put(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, octets, at, value.length);
        at += value.length;
    }

    private void i16raw(int value) {
        room(2);
        octets[at++] = (byte) (value >> 8);
        octets[at++] = (byte) value;
    }

    private void i32raw(int value) {
        room(4);
        octets[at++] = (byte) (value >> 24);
        octets[at++] = (byte) (value >> 16);
        octets[at++] = (byte) (value >> 8);
        octets[at++] = (byte) value;
    }

    private void i64raw(long value) {
        i32raw((int) (value >> 32));
        i32raw((int) value);
    }

    private void room(int more) {
        if (at + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, at + more));
        }
    }
}
