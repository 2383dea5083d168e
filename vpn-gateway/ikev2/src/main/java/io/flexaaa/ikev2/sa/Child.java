package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One child SA pair as the control plane sees it; its keys are with the data plane only. */
public final class Child {
    private final int inboundSpi;
    private final int outboundSpi;
    private final EspSuite suite;
    private final ChildSa.Mode mode;
    private final List<Selector> local;
    private final List<Selector> remote;
    private final long installedMs;
    private final long expireAtMs;
    private long rekeyAtMs;
    private State state = State.INSTALLED;
    private boolean outbound;
    private @Nullable PeerRekey peerRekey;

    /** How far along its life it is. */
    public enum State {
        INSTALLED,
        /** Our CREATE_CHILD_SA that replaces it is out. */
        REKEYING,
        /** The peer replaced it and is to delete it. */
        REPLACED,
        /** Our Delete for it is out, or waits its turn. */
        DELETING
    }

    /**
     * The peer replaced this child while we may be doing the same.
     *
     * @param on the IKE SA it was asked on: only a later request on that one shows that our answer
     *     arrived
     * @param lowestNonce what RFC 7296 §2.8.1 compares
     */
    public record PeerRekey(Child fresh, IkeSa on, Octets lowestNonce) {}

    public Child(ChildSa installed, boolean outbound, long nowMs, long rekeyAtMs, long expireAtMs) {
        this.inboundSpi = installed.inboundSpi();
        this.outboundSpi = installed.outboundSpi();
        this.suite = installed.suite();
        this.mode = installed.mode();
        this.local = installed.local();
        this.remote = installed.remote();
        this.outbound = outbound;
        this.installedMs = nowMs;
        this.rekeyAtMs = rekeyAtMs;
        this.expireAtMs = expireAtMs;
    }

    public int inboundSpi() {
        return inboundSpi;
    }

    public int outboundSpi() {
        return outboundSpi;
    }

    public EspSuite suite() {
        return suite;
    }

    public ChildSa.Mode mode() {
        return mode;
    }

    public List<Selector> local() {
        return local;
    }

    public List<Selector> remote() {
        return remote;
    }

    public long rekeyAtMs() {
        return rekeyAtMs;
    }

    public void rekeyAt(long atMs) {
        rekeyAtMs = atMs;
    }

    public long expireAtMs() {
        return expireAtMs;
    }

    public State state() {
        return state;
    }

    public void become(State next) {
        state = next;
    }

    /** The data plane sends with it. */
    public boolean outbound() {
        return outbound;
    }

    public void useOutbound() {
        outbound = true;
    }

    public @Nullable PeerRekey peerRekey() {
        return peerRekey;
    }

    public void rekeyedByPeer(PeerRekey by) {
        peerRekey = by;
    }

    /** {@code udpEncapsulated}, window and lifetimes belong to the session and its policy. */
    public SaSnapshot.Child snapshot(
            boolean udpEncapsulated,
            int replayWindow,
            long lifetimeSeconds,
            long lifetimeKilobytes) {
        SaSnapshot.Status status =
                state == State.DELETING ? SaSnapshot.Status.DELETING : SaSnapshot.Status.READY;
        return new SaSnapshot.Child(
                inboundSpi,
                outboundSpi,
                suite,
                mode,
                local,
                remote,
                udpEncapsulated,
                replayWindow,
                installedMs,
                lifetimeSeconds,
                lifetimeKilobytes,
                status);
    }
}
