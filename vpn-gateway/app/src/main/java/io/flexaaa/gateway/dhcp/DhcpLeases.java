package io.flexaaa.gateway.dhcp;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/**
 * The addresses that peers hold from DHCP servers, and how they are asked for, kept and given back
 * (RFC 2131 §4.4, seen from a relay that is also the client). Decides only: what is to be sent
 * comes out of {@link #toSend}.
 *
 * <p>Work is bounded: {@link #tick} looks at each lease once, a datagram at one.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
public final class DhcpLeases {
    /** The parameters a hub can make use of. */
    private static final Octets WANTED = Octets.of(1, 51, 54, 58);

    /** RFC 2131 §4.4.5 asks for half of the time left, but at least this. */
    private static final long LEAST_RETRY_MS = 60_000;

    /** A lease of this many seconds has no end (RFC 2131 §3.3). */
    private static final long INFINITE = 0xffffffffL;

    private enum State {
        SELECTING,
        REQUESTING,
        BOUND,
        RENEWING
    }

    /**
     * One datagram for a server.
     *
     * @param opens whether a session waits for its answer; else it is one of an address in use
     * @param giaddr where it leaves from; null: the address that faces the server
     */
    public record Out(
            long sessionId,
            boolean opens,
            Inet4Address server,
            @Nullable Inet4Address giaddr,
            Message message) {}

    /** A message that gets its giaddr when it leaves. */
    public record Message(DhcpMessage fields) {
        /** What goes into the datagram. */
        public byte[] from(Inet4Address giaddr) {
            return new DhcpMessage(
                            false,
                            fields.xid(),
                            fields.ciaddr(),
                            fields.yiaddr(),
                            giaddr,
                            fields.chaddr(),
                            fields.options())
                    .encode();
        }
    }

    private static final class Lease {
        final Octets clientId;
        long holder;
        DhcpQuestion question;
        State state = State.SELECTING;
        int xid;
        long askedMs;
        long nextMs;
        long waitMs = 1_000;
        Inet4Address address = DhcpMessage.NONE;
        Inet4Address serverId = DhcpMessage.NONE;
        long leaseSeconds;
        long renewMs;
        long endMs;

        Lease(Octets clientId, long holder, DhcpQuestion question) {
            this.clientId = clientId;
            this.holder = holder;
            this.question = question;
        }

        boolean open() {
            return state == State.SELECTING || state == State.REQUESTING;
        }
    }

    private final IntSupplier xids;
    private final Map<Octets, Lease> byClient = new HashMap<>();
    private final Map<Integer, Lease> byXid = new HashMap<>();
    private final Map<Long, Lease> byHolder = new HashMap<>();
    private final List<Out> out = new ArrayList<>();

    /**
     * @param xids unguessable: who answers must have seen the question
     */
    public DhcpLeases(IntSupplier xids) {
        this.xids = xids;
    }

    /** Whether {@link #tick} is needed. */
    public boolean isEmpty() {
        return byClient.isEmpty();
    }

    /**
     * A session needs an address. The same identity's lease goes over to it; its answer is {@code
     * Bound} at once when that lease is good.
     */
    public List<DhcpAnswer> ask(long sessionId, DhcpQuestion question, long nowMs) {
        Octets clientId = clientId(question.identity());
        Lease held = byClient.get(clientId);
        if (held != null && !held.open() && held.question.server().equals(question.server())) {
            hold(held, sessionId);
            held.question = question;
            return List.of(new DhcpAnswer.Bound(sessionId, held.address, held.leaseSeconds));
        }
        List<DhcpAnswer> answers = new ArrayList<>();
        if (held != null) {
            answers.add(
                    new DhcpAnswer.Failed(
                            held.holder,
                            new Refusal(
                                    Reason.DHCP_REFUSED,
                                    "peer "
                                            + question.identity()
                                            + " asked again as session "
                                            + sessionId)));
            forget(held);
        }
        Lease lease = new Lease(clientId, sessionId, question);
        lease.askedMs = nowMs;
        byClient.put(clientId, lease);
        byHolder.put(sessionId, lease);
        newXid(lease);
        discover(lease, nowMs);
        return answers;
    }

    /** Gives the address back, unless another session of the same peer has taken it over. */
    public void release(long sessionId) {
        Lease lease = byHolder.get(sessionId);
        if (lease == null) {
            return;
        }
        if (!lease.open()) {
            newXid(lease);
            send(lease, DhcpMessage.RELEASE, lease.address, serverOption(lease));
        }
        forget(lease);
    }

    /** Nothing more is said or heard for this session: its datagram could not be sent. */
    public void abandon(long sessionId) {
        Lease lease = byHolder.get(sessionId);
        if (lease != null) {
            forget(lease);
        }
    }

    /** The lease goes over to another session of the same client. */
    public void rehold(long before, long now) {
        Lease lease = byHolder.get(before);
        if (lease != null) {
            hold(lease, now);
        }
    }

    private void hold(Lease lease, long sessionId) {
        byHolder.remove(lease.holder, lease);
        lease.holder = sessionId;
        byHolder.put(sessionId, lease);
    }

    /** Retransmissions, renewals and ends that are due. */
    public List<DhcpAnswer> tick(long nowMs) {
        List<DhcpAnswer> answers = new ArrayList<>();
        for (Lease lease : List.copyOf(byClient.values())) {
            if (lease.open()) {
                waiting(lease, nowMs, answers);
            } else if (nowMs - lease.endMs >= 0) {
                answers.add(
                        new DhcpAnswer.Lost(
                                lease.holder,
                                "DHCP server "
                                        + text(lease.question.server())
                                        + " did not renew "
                                        + text(lease.address)
                                        + " before its lease of "
                                        + lease.leaseSeconds
                                        + " s ended"));
                forget(lease);
            } else if (nowMs - lease.nextMs >= 0) {
                renew(lease, nowMs);
            }
        }
        return answers;
    }

    private void waiting(Lease lease, long nowMs, List<DhcpAnswer> answers) {
        if (nowMs - lease.askedMs >= lease.question.timeoutSeconds() * 1_000L) {
            answers.add(
                    new DhcpAnswer.Failed(
                            lease.holder,
                            new Refusal(
                                    Reason.DHCP_NO_ANSWER,
                                    "DHCP server "
                                            + text(lease.question.server())
                                            + " gave no address for "
                                            + lease.question.identity()
                                            + " within "
                                            + lease.question.timeoutSeconds()
                                            + " s (no "
                                            + (lease.state == State.SELECTING ? "OFFER" : "ACK")
                                            + "); look whether it serves the subnet of giaddr and"
                                            + " has a route back to it")));
            forget(lease);
        } else if (nowMs - lease.nextMs >= 0) {
            lease.waitMs = Math.min(lease.waitMs * 2, 8_000);
            if (lease.state == State.SELECTING) {
                discover(lease, nowMs);
            } else {
                request(lease, nowMs);
            }
        }
    }

    /**
     * A datagram of a server.
     *
     * @param from its sender: only the server that was asked is believed
     */
    public List<DhcpAnswer> received(DhcpMessage message, Inet4Address from, long nowMs) {
        Lease lease = byXid.get(message.xid());
        if (lease == null
                || !message.reply()
                || !from.equals(lease.question.server())
                || !message.chaddr().equals(hardware(lease.clientId))) {
            return List.of();
        }
        return switch (message.type()) {
            case DhcpMessage.OFFER -> offered(lease, message, nowMs);
            case DhcpMessage.ACK -> acknowledged(lease, message, nowMs);
            case DhcpMessage.NAK -> refused(lease, message);
            default -> List.of();
        };
    }

    private List<DhcpAnswer> offered(Lease lease, DhcpMessage message, long nowMs) {
        Inet4Address serverId = message.addressOf(DhcpMessage.SERVER_ID);
        if (lease.state != State.SELECTING || serverId == null || !usable(message.yiaddr())) {
            return List.of();
        }
        lease.state = State.REQUESTING;
        lease.address = message.yiaddr();
        lease.serverId = serverId;
        lease.waitMs = 1_000;
        request(lease, nowMs);
        return List.of();
    }

    private List<DhcpAnswer> acknowledged(Lease lease, DhcpMessage message, long nowMs) {
        boolean expected = lease.state == State.REQUESTING || lease.state == State.RENEWING;
        Long seconds = message.secondsOf(DhcpMessage.LEASE_SECONDS);
        if (!expected || seconds == null || !message.yiaddr().equals(lease.address)) {
            return List.of();
        }
        boolean first = lease.state == State.REQUESTING;
        lease.state = State.BOUND;
        lease.leaseSeconds = seconds;
        Long renewal = message.secondsOf(DhcpMessage.RENEWAL_SECONDS);
        long half = renewal == null || renewal <= 0 || renewal >= seconds ? seconds / 2 : renewal;
        lease.endMs = seconds == INFINITE ? Long.MAX_VALUE / 2 : nowMs + seconds * 1_000;
        lease.renewMs = seconds == INFINITE ? Long.MAX_VALUE / 2 : nowMs + half * 1_000;
        lease.nextMs = lease.renewMs;
        return first
                ? List.of(new DhcpAnswer.Bound(lease.holder, lease.address, seconds))
                : List.of();
    }

    private List<DhcpAnswer> refused(Lease lease, DhcpMessage message) {
        if (lease.state != State.REQUESTING && lease.state != State.RENEWING) {
            return List.of();
        }
        Octets why = message.options().get(DhcpMessage.TEXT);
        String sentence =
                "DHCP server "
                        + text(lease.question.server())
                        + " refused "
                        + text(lease.address)
                        + " for "
                        + lease.question.identity()
                        + (why == null ? "" : " (" + printable(why) + ")");
        DhcpAnswer answer =
                lease.state == State.RENEWING
                        ? new DhcpAnswer.Lost(lease.holder, sentence)
                        : new DhcpAnswer.Failed(
                                lease.holder,
                                new Refusal(
                                        Reason.DHCP_REFUSED,
                                        sentence + "; look at the server's pool for it"));
        forget(lease);
        return List.of(answer);
    }

    private void discover(Lease lease, long nowMs) {
        lease.nextMs = nowMs + lease.waitMs;
        send(lease, DhcpMessage.DISCOVER, DhcpMessage.NONE, Map.of(DhcpMessage.PARAMETERS, WANTED));
    }

    private void request(Lease lease, long nowMs) {
        lease.nextMs = nowMs + lease.waitMs;
        Map<Integer, Octets> options = new TreeMap<>(serverOption(lease));
        options.put(DhcpMessage.REQUESTED_ADDRESS, Octets.copyOf(lease.address.getAddress()));
        options.put(DhcpMessage.PARAMETERS, WANTED);
        send(lease, DhcpMessage.REQUEST, DhcpMessage.NONE, options);
    }

    private void renew(Lease lease, long nowMs) {
        if (lease.state == State.BOUND) {
            newXid(lease);
        }
        lease.state = State.RENEWING;
        long left = lease.endMs - nowMs;
        long least = Math.min(LEAST_RETRY_MS, Math.max(1_000, lease.leaseSeconds * 1_000 / 16));
        lease.nextMs = nowMs + Math.max(least, left / 2);
        // RENEWING has neither server identifier nor requested address (RFC 2131 §4.3.2).
        send(lease, DhcpMessage.REQUEST, lease.address, Map.of(DhcpMessage.PARAMETERS, WANTED));
    }

    private void send(Lease lease, int type, Inet4Address ciaddr, Map<Integer, Octets> more) {
        SortedMap<Integer, Octets> options = new TreeMap<>(more);
        options.put(DhcpMessage.MESSAGE_TYPE, Octets.of(type));
        options.put(DhcpMessage.CLIENT_ID, lease.clientId);
        out.add(
                new Out(
                        lease.holder,
                        lease.open(),
                        lease.question.server(),
                        lease.question.giaddr(),
                        new Message(
                                new DhcpMessage(
                                        false,
                                        lease.xid,
                                        ciaddr,
                                        DhcpMessage.NONE,
                                        DhcpMessage.NONE,
                                        hardware(lease.clientId),
                                        options))));
    }

    private static Map<Integer, Octets> serverOption(Lease lease) {
        return Map.of(DhcpMessage.SERVER_ID, Octets.copyOf(lease.serverId.getAddress()));
    }

    /** What is to be sent since the last call. */
    public List<Out> toSend() {
        List<Out> all = List.copyOf(out);
        out.clear();
        return all;
    }

    private void newXid(Lease lease) {
        byXid.remove(lease.xid, lease);
        int xid = xids.getAsInt();
        while (byXid.containsKey(xid)) {
            xid++;
        }
        lease.xid = xid;
        byXid.put(xid, lease);
    }

    private void forget(Lease lease) {
        byXid.remove(lease.xid, lease);
        byClient.remove(lease.clientId, lease);
        byHolder.remove(lease.holder, lease);
    }

    /** An address that a host can have (RFC 1122 §3.2.1.3). */
    private static boolean usable(Inet4Address address) {
        int first = address.getAddress()[0] & 0xff;
        return first != 0 && first != 127 && first < 224;
    }

    /** Type 0, no hardware address (RFC 2132 §9.14), then the identity or, if long, its digest. */
    private static Octets clientId(String identity) {
        byte[] name = identity.getBytes(StandardCharsets.UTF_8);
        return Octets.of(0).plus(Octets.copyOf(name.length <= 128 ? name : sha256(name)));
    }

    /** A locally administered unicast address made of the client identifier. */
    private static Octets hardware(Octets clientId) {
        byte[] raw = java.util.Arrays.copyOf(sha256(clientId.toArray()), 6);
        raw[0] = (byte) (raw[0] & 0xfc | 0x02);
        return Octets.wrap(raw);
    }

    private static byte[] sha256(byte[] in) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(in);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String printable(Octets text) {
        return text.utf8().replaceAll("[^ -~]", "?");
    }

    private static String text(Inet4Address address) {
        return Addresses.text(address);
    }
}
