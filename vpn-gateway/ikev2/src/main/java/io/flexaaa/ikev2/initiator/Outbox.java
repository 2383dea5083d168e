package io.flexaaa.ikev2.initiator;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The one request outstanding (RFC 7296 §2.3), sent again until its answer comes; and plain
 * answers, which are sent once.
 */
final class Outbox {
    private final InitiatorConfig config;
    private final List<Action> actions;
    private boolean nat;
    private @Nullable Pending pending;
    private @Nullable Channel pendingChannel;
    private List<byte[]> pendingDatagrams = List.of();
    private int transmissions;
    private long deadlineMs = Long.MAX_VALUE;

    /**
     * @param actions where what is to be sent goes
     */
    Outbox(InitiatorConfig config, List<Action> actions) {
        this.config = config;
        this.actions = actions;
    }

    /** A NAT was found: everything goes to port 4500 from now on. */
    void nat(boolean found) {
        nat = found;
    }

    boolean nat() {
        return nat;
    }

    @Nullable Pending pending() {
        return pending;
    }

    int transmissions() {
        return transmissions;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    /** What the answer of this number on this channel is about; null when none is awaited. */
    @Nullable Pending answered(Channel channel, long messageId) {
        Pending sent = pending;
        if (sent == null || channel != pendingChannel || messageId != channel.nextRequest - 1) {
            return null;
        }
        settle();
        return sent;
    }

    /** Nothing is awaited any more. */
    void settle() {
        pending = null;
        deadlineMs = Long.MAX_VALUE;
    }

    void request(Pending about, @Nullable Channel channel, List<byte[]> datagrams, long nowMs) {
        pending = about;
        pendingChannel = channel;
        pendingDatagrams = datagrams;
        transmissions = 0;
        transmit(nowMs);
    }

    /** False when it was sent often enough. */
    boolean again(long nowMs) {
        if (transmissions >= config.maxTransmissions()) {
            return false;
        }
        transmit(nowMs);
        return true;
    }

    private void transmit(long nowMs) {
        // Doubling, so that a hub under load is not asked ever more (RFC 7296 §2.1).
        deadlineMs = nowMs + (config.retransmitMillis() << transmissions);
        transmissions++;
        send(pendingDatagrams);
    }

    void send(List<byte[]> datagrams) {
        datagrams.forEach(d -> actions.add(new Action.Send(d, nat)));
    }
}
