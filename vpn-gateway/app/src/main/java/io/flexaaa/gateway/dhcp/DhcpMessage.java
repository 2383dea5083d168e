package io.flexaaa.gateway.dhcp;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One DHCP message (RFC 2131 §2) with the fields that a relay and its client use.
 *
 * @param reply BOOTREPLY, from a server
 * @param xid chosen by the client, echoed by the server
 * @param ciaddr the address the client holds, 0.0.0.0 before it has one
 * @param yiaddr the address the server gives
 * @param giaddr of the relay: where the server answers to, and what it chooses the subnet by
 * @param chaddr six octets
 * @param options by their code, without pad and end; ascending, as they are sent
 */
public record DhcpMessage(
        boolean reply,
        int xid,
        Inet4Address ciaddr,
        Inet4Address yiaddr,
        Inet4Address giaddr,
        Octets chaddr,
        SortedMap<Integer, Octets> options) {

    static final int REQUESTED_ADDRESS = 50;
    static final int LEASE_SECONDS = 51;
    static final int OVERLOAD = 52;
    static final int MESSAGE_TYPE = 53;
    static final int SERVER_ID = 54;
    static final int PARAMETERS = 55;
    static final int TEXT = 56;
    static final int RENEWAL_SECONDS = 58;
    static final int CLIENT_ID = 61;

    static final int DISCOVER = 1;
    static final int OFFER = 2;
    static final int REQUEST = 3;
    static final int ACK = 5;
    static final int NAK = 6;
    static final int RELEASE = 7;

    static final Inet4Address NONE = address(new byte[4], 0);

    private static final int FIXED = 236;
    private static final int COOKIE = 0x63825363;
    private static final int ETHERNET = 1;

    /** Servers of old drop what is shorter than a BOOTP message (RFC 951 §3). */
    private static final int LEAST = 300;

    private static final int PAD = 0;
    private static final int END = 255;

    public DhcpMessage {
        options = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** The message type of option 53, or 0 when it has none. */
    int type() {
        Octets value = options.get(MESSAGE_TYPE);
        return value == null || value.length() != 1 ? 0 : value.u8(0);
    }

    /** The address in an option of four octets, or null. */
    @Nullable Inet4Address addressOf(int option) {
        Octets value = options.get(option);
        return value == null || value.length() != 4 ? null : address(value.toArray(), 0);
    }

    /** The seconds in an option of four octets, or null. */
    @Nullable Long secondsOf(int option) {
        Octets value = options.get(option);
        return value == null || value.length() != 4
                ? null
                : Integer.toUnsignedLong(i32(value.toArray(), 0));
    }

    byte[] encode() {
        byte[] fixed = new byte[FIXED + 4];
        fixed[0] = (byte) (reply ? 2 : 1);
        fixed[1] = ETHERNET;
        fixed[2] = 6;
        // One relay agent has handled it: this one (RFC 1542 §4.1.1).
        fixed[3] = 1;
        put32(fixed, 4, xid);
        System.arraycopy(ciaddr.getAddress(), 0, fixed, 12, 4);
        System.arraycopy(yiaddr.getAddress(), 0, fixed, 16, 4);
        System.arraycopy(giaddr.getAddress(), 0, fixed, 24, 4);
        chaddr.copyTo(fixed, 28);
        put32(fixed, FIXED, COOKIE);
        ByteArrayOutputStream out = new ByteArrayOutputStream(LEAST);
        out.writeBytes(fixed);
        // The type first: RFC 2131 leaves the order free, old servers do not.
        if (options.containsKey(MESSAGE_TYPE)) {
            put(out, MESSAGE_TYPE, options.get(MESSAGE_TYPE));
        }
        for (Map.Entry<Integer, Octets> option : options.entrySet()) {
            if (option.getKey() != MESSAGE_TYPE) {
                put(out, option.getKey(), option.getValue());
            }
        }
        out.write(END);
        while (out.size() < LEAST) {
            out.write(PAD);
        }
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int code, Octets value) {
        out.write(code);
        out.write(value.length());
        out.writeBytes(value.toArray());
    }

    /**
     * Reads a datagram. Options in sname and file count (RFC 2132 §9.3), parts of one option are
     * put together (RFC 3396).
     *
     * @throws DecodeException when it is no DHCP message of an Ethernet-like client
     */
    static DhcpMessage decode(byte[] in) throws DecodeException {
        if (in.length < FIXED + 4) {
            throw new DecodeException(
                    "dhcp", in.length + " octets; a message has at least " + (FIXED + 4));
        }
        int op = in[0] & 0xff;
        if (op != 1 && op != 2) {
            throw new DecodeException("dhcp", "op " + op + " is neither request nor reply");
        }
        if (in[1] != ETHERNET || in[2] != 6) {
            throw new DecodeException(
                    "dhcp", "hardware type " + (in[1] & 0xff) + ", length " + (in[2] & 0xff));
        }
        if (i32(in, FIXED) != COOKIE) {
            throw new DecodeException("dhcp", "no magic cookie: BOOTP without DHCP");
        }
        SortedMap<Integer, Octets> options = new TreeMap<>();
        read(in, FIXED + 4, in.length, options);
        Octets overload = options.remove(OVERLOAD);
        if (overload != null && overload.length() == 1) {
            if ((overload.u8(0) & 1) != 0) {
                read(in, 108, FIXED, options);
            }
            if ((overload.u8(0) & 2) != 0) {
                read(in, 44, 108, options);
            }
        }
        return new DhcpMessage(
                op == 2,
                i32(in, 4),
                address(in, 12),
                address(in, 16),
                address(in, 24),
                Octets.copyOf(in, 28, 6),
                options);
    }

    private static void read(byte[] in, int from, int to, Map<Integer, Octets> options)
            throws DecodeException {
        int at = from;
        while (at < to) {
            int code = in[at++] & 0xff;
            if (code == END) {
                return;
            }
            if (code == PAD) {
                continue;
            }
            int length = at < to ? in[at++] & 0xff : 256;
            if (at + length > to) {
                throw new DecodeException("dhcp option " + code, "longer than its field");
            }
            options.merge(code, Octets.copyOf(in, at, length), Octets::plus);
            at += length;
        }
    }

    private static Inet4Address address(byte[] in, int at) {
        try {
            byte[] raw = {in[at], in[at + 1], in[at + 2], in[at + 3]};
            return (Inet4Address) InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of four octets", e);
        }
    }

    private static int i32(byte[] in, int at) {
        return (in[at] & 0xff) << 24
                | (in[at + 1] & 0xff) << 16
                | (in[at + 2] & 0xff) << 8
                | in[at + 3] & 0xff;
    }

    private static void put32(byte[] out, int at, int value) {
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }
}
