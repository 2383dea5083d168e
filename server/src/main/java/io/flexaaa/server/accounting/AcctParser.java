package io.flexaaa.server.accounting;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.server.session.SessionRow;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Accounting-Request to record. A function: what the NAS claims about time is checked against when
 * it came.
 */
public final class AcctParser {

    /** A NAS clock further off is not believed; its delay (RFC 2866 §5.2) neither. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private static final Duration LONGEST_DELAY = Duration.ofDays(7);
    private static final long LONGEST_SESSION_SECONDS = Duration.ofDays(3_650).toSeconds();

    private AcctParser() {}

    /** Who sent it, as the snapshot knows it. */
    public record Sender(
            long nasId,
            String nasName,
            InetAddress address,
            String addressText,
            @Nullable Integer interimSeconds) {}

    /** Peer and group of a session, from what the hub was given before. */
    public interface Resolver {
        Names resolve(@Nullable String auditSessionId, String userName, @Nullable String phase1Id);

        record Names(String peer, @Nullable String group, @Nullable Integer interimSeconds) {}
    }

    public static AcctRecord parse(
            Attributes a, Sender sender, Instant receivedAt, Resolver resolver) throws AcctRefusal {
        long status = a.u32(Attr.ACCT_STATUS_TYPE, -1);
        List<String> flags = new ArrayList<>();
        Instant at = eventTime(a, receivedAt, flags);
        if (status == Attr.ACCT_ON || status == Attr.ACCT_OFF) {
            return new AcctRecord.Restart(
                    sender.nasId, sender.addressText, at, status == Attr.ACCT_ON);
        }
        AcctRecord.Status kind =
                switch ((int) status) {
                    case Attr.ACCT_START -> AcctRecord.Status.START;
                    case Attr.ACCT_STOP -> AcctRecord.Status.STOP;
                    case Attr.ACCT_INTERIM -> AcctRecord.Status.INTERIM;
                    case -1 ->
                            throw new AcctRefusal(
                                    "acct-no-status", "the request has no Acct-Status-Type");
                    default ->
                            throw new AcctRefusal(
                                    "acct-unknown-status",
                                    "Acct-Status-Type " + status + " is not served");
                };
        Attribute sessionId = a.first(Attr.ACCT_SESSION_ID);
        if (sessionId == null || sessionId.value().isEmpty()) {
            throw new AcctRefusal("acct-no-session-id", "the request has no Acct-Session-Id");
        }
        String audit = a.avPair("audit-session-id");
        String phase1 = a.avPair("isakmp-phase1-id");
        String user = text(a, Attr.USER_NAME);
        String userName = user == null ? "" : user;
        Resolver.Names names = resolver.resolve(audit, userName, phase1);
        Attribute classValue = a.first(Attr.CLASS);
        String acctSessionId = clean(sessionId.value().utf8());
        return new AcctRecord.Report(
                kind,
                key(sender, sessionId, audit, userName),
                source(a, sender),
                acctSessionId,
                audit == null ? null : clean(audit),
                new SessionRow.Who(
                        userName.equals(names.peer()) ? names.peer() : userName,
                        clean(names.peer()),
                        names.group(),
                        address(a, Attr.FRAMED_IP_ADDRESS),
                        v6(a),
                        text(a, Attr.CALLING_STATION_ID),
                        authMethod(a),
                        phase1 == null ? null : clean(phase1),
                        classValue == null ? null : classValue.value().toArray()),
                at,
                receivedAt,
                usage(a, flags),
                names.interimSeconds() != null ? names.interimSeconds() : sender.interimSeconds,
                terminateCause(a),
                List.copyOf(flags));
    }

    /**
     * When it happened: when it came, less Acct-Delay-Time. Event-Timestamp is preferred where it
     * agrees with that; NAS clocks say 1970 or 2106, and then they are not believed.
     */
    private static Instant eventTime(Attributes a, Instant receivedAt, List<String> flags) {
        Duration delay = Duration.ofSeconds(a.u32(Attr.ACCT_DELAY_TIME, 0));
        if (delay.compareTo(LONGEST_DELAY) > 0) {
            flags.add("Acct-Delay-Time of " + delay.toSeconds() + " s not believed");
            delay = Duration.ZERO;
        }
        Instant expected = receivedAt.minus(delay);
        if (!a.has(Attr.EVENT_TIMESTAMP)) return expected;
        Instant told = Instant.ofEpochSecond(a.u32(Attr.EVENT_TIMESTAMP, 0));
        if (Duration.between(told, expected).abs().compareTo(CLOCK_TOLERANCE) <= 0) {
            // Never later than now: a clock ahead would order later events before this one.
            return told.isAfter(receivedAt) ? receivedAt : told;
        }
        flags.add("Event-Timestamp " + told + " not believed, the NAS's clock is off");
        return expected;
    }

    private static SessionRow.Usage usage(Attributes a, List<String> flags) {
        long seconds = a.u32(Attr.ACCT_SESSION_TIME, 0);
        if (seconds > LONGEST_SESSION_SECONDS) {
            flags.add("Acct-Session-Time of " + seconds + " s not believed");
            seconds = 0;
        }
        return new SessionRow.Usage(
                seconds,
                octets(a, Attr.ACCT_INPUT_OCTETS, Attr.ACCT_INPUT_GIGAWORDS),
                octets(a, Attr.ACCT_OUTPUT_OCTETS, Attr.ACCT_OUTPUT_GIGAWORDS),
                a.u32(Attr.ACCT_INPUT_PACKETS, 0),
                a.u32(Attr.ACCT_OUTPUT_PACKETS, 0));
    }

    /** RFC 2869 §5.1: gigawords count how often the 32-bit counter wrapped. 64 bits, unsigned. */
    private static BigInteger octets(Attributes a, int low, int high) {
        long upper = a.u32(high, 0);
        BigInteger lower = BigInteger.valueOf(a.u32(low, 0));
        return upper == 0 ? lower : BigInteger.valueOf(upper).shiftLeft(32).or(lower);
    }

    private static SessionRow.Source source(Attributes a, Sender sender) {
        long port = a.u32(Attr.NAS_PORT, -1);
        // One text for all sessions of a NAS: there may be a million of them in memory.
        String nasAddress = sender.addressText;
        String told = address(a, Attr.NAS_IP_ADDRESS);
        return new SessionRow.Source(
                sender.nasId,
                sender.nasName,
                nasAddress,
                nasAddress.equals(told) ? nasAddress : told,
                text(a, Attr.NAS_IDENTIFIER),
                port < 0 ? null : port,
                text(a, Attr.NAS_PORT_ID));
    }

    /** Hashed over what does not change within a session; see acct_session in the schema. */
    private static UUID key(
            Sender sender, Attribute sessionId, @Nullable String audit, String userName) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(Long.toString(sender.nasId).getBytes(StandardCharsets.US_ASCII));
            sha.update((byte) 0);
            sha.update(sender.address.getAddress());
            sha.update((byte) sessionId.value().length());
            sha.update(sessionId.value().toArray());
            sha.update((byte) (audit == null ? 'u' : 'a'));
            String last = audit == null ? userName : audit;
            byte[] hash = sha.digest(last.getBytes(StandardCharsets.UTF_8));
            java.nio.ByteBuffer half = java.nio.ByteBuffer.wrap(hash);
            return new UUID(half.getLong(), half.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private static @Nullable String authMethod(Attributes a) {
        long authentic = a.u32(Attr.ACCT_AUTHENTIC, -1);
        if (authentic < 0) return null;
        String name = Dictionary.standard().valueName("Acct-Authentic", authentic);
        return name == null ? String.valueOf(authentic) : name;
    }

    private static @Nullable String terminateCause(Attributes a) {
        long cause = a.u32(Attr.ACCT_TERMINATE_CAUSE, -1);
        if (cause < 0) return null;
        String name = Dictionary.standard().valueName("Acct-Terminate-Cause", cause);
        return name == null ? String.valueOf(cause) : name;
    }

    private static @Nullable String address(Attributes a, int type) {
        InetAddress address = a.ipv4(type);
        return address == null ? null : address.getHostAddress();
    }

    private static @Nullable String v6(Attributes a) {
        Attribute address = a.first(Attr.FRAMED_IPV6_ADDRESS);
        if (address == null || address.value().length() != 16) return a.avPair("addrv6");
        try {
            return InetAddress.getByAddress(address.value().toArray()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }

    private static @Nullable String text(Attributes a, int type) {
        String text = a.string(type);
        return text == null ? null : clean(text);
    }

    /** PostgreSQL text holds no NUL; U+2400 is its picture, so that two names stay two. */
    private static String clean(String text) {
        return text.replace('\0', '\u2400');
    }
}
