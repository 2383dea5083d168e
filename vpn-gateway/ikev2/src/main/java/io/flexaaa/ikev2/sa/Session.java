package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.SaSnapshot.Nat;
import io.flexaaa.ikev2.Step;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One peer's session: what stays the same while its IKE SA and child SAs are replaced. It holds
 * state and keeps it consistent; the exchanges decide.
 */
public final class Session {
    private final long id;
    private final PeerTraits traits;
    private final long startedMs;
    private final List<Child> children = new ArrayList<>(2);
    private final List<Retired> retired = new ArrayList<>(0);
    private final ArrayDeque<OwnExchange> queue = new ArrayDeque<>(2);
    private final Clockwork timers = new Clockwork();

    private Path path;
    private Nat nat;
    private boolean mobike;
    private boolean childlessByWish;
    private boolean ppkUsed;
    private Phase phase;
    private IkeSa sa;
    private @Nullable Rival rival;
    private @Nullable String peerVersion;
    private long lastHeardMs;
    private boolean announced;
    private boolean asked;
    private boolean up;
    private int rekeys;

    /** An IKE SA that was replaced; the peer is to delete it, we forget it at the deadline. */
    public record Retired(IkeSa sa, long deadlineMs) {}

    /** The IKE SA the peer made while our own rekey request was out (RFC 7296 §2.25.2). */
    public record Rival(IkeSa sa, Octets lowestNonce) {}

    public Session(
            long id, Path path, Nat nat, PeerTraits traits, IkeSa sa, Phase phase, long nowMs) {
        this.id = id;
        this.path = path;
        this.nat = nat;
        this.traits = traits;
        this.sa = sa;
        this.phase = phase;
        this.startedMs = nowMs;
        this.lastHeardMs = nowMs;
    }

    public long id() {
        return id;
    }

    public PeerTraits traits() {
        return traits;
    }

    public Nat nat() {
        return nat;
    }

    public long startedMs() {
        return startedMs;
    }

    public Path path() {
        return path;
    }

    public Endpoint remote() {
        return path.remote();
    }

    /** RFC 7296 §2.23: with a NAT between, ESP goes inside UDP port 4500. */
    public boolean udpEncapsulated() {
        return nat.detected() && path.natTPort();
    }

    /** The path without telling the data plane: before there are children. */
    public void floatTo(Path next) {
        path = next;
    }

    /**
     * The peer proved to be somewhere else. RFC 7296 §2.23: follow it, and take the child SAs
     * along.
     */
    public void moveTo(Host host, Path next) {
        if (next.equals(path)) {
            return;
        }
        relocate(host, next, nat);
        bringChildren(host);
    }

    /**
     * The peer said that it is somewhere else, RFC 4555 §3.5: IKE goes there from now on, also what
     * was sent and not answered yet; ESP goes there after {@link #bringChildren}.
     */
    public void relocate(Host host, Path next, Nat nextNat) {
        Endpoint from = path.remote();
        path = next;
        nat = nextNat;
        if (!from.equals(next.remote())) {
            host.act(new Action.Report(new Outcome.PeerMoved(id, from, next.remote())));
        }
    }

    /** The child SAs go the IKE SA's path. */
    public void bringChildren(Host host) {
        if (!children.isEmpty()) {
            host.act(new Action.UpdatePeer(id, path.local(), path.remote(), udpEncapsulated()));
        }
    }

    /** Both ends speak RFC 4555: only the peer says where it is. */
    public boolean mobike() {
        return mobike;
    }

    public void mobike(boolean both) {
        mobike = both;
    }

    public Phase phase() {
        return phase;
    }

    public void become(Phase next) {
        phase = next;
    }

    /** The peer wants no child SA for now (RFC 6023). */
    public boolean isChildlessByWish() {
        return childlessByWish;
    }

    public void childlessByWish() {
        childlessByWish = true;
    }

    /** A post-quantum pre-shared key is in the keys (RFC 8784). */
    public boolean ppkUsed() {
        return ppkUsed;
    }

    public void usePpk(Secret ppk) {
        sa.mix(ppk);
        ppkUsed = true;
    }

    /** The login, or null before it is finished and after the end. */
    public Phase.@Nullable Login login() {
        return phase instanceof Phase.Established(Phase.Login login) ? login : null;
    }

    public @Nullable String peerVersion() {
        return peerVersion;
    }

    public void peerVersion(String version) {
        peerVersion = version;
    }

    public long lastHeardMs() {
        return lastHeardMs;
    }

    public void heard(long nowMs) {
        lastHeardMs = nowMs;
    }

    /** {@link Action.SessionUp} was given out. */
    public boolean isUp() {
        return up;
    }

    public void markUp() {
        up = true;
    }

    /** The shell was asked something in this session's name, so it must hear of its end. */
    public boolean isAnnounced() {
        return announced;
    }

    public void announce() {
        announced = true;
    }

    /** The data plane was asked about ESP activity and has not said yet. */
    public boolean asked() {
        return asked;
    }

    public void asked(boolean nowAsked) {
        asked = nowAsked;
    }

    public int rekeys() {
        return rekeys;
    }

    public Clockwork timers() {
        return timers;
    }

    // ---- IKE SAs

    public IkeSa sa() {
        return sa;
    }

    public List<Retired> retired() {
        return retired;
    }

    public @Nullable Rival rival() {
        return rival;
    }

    public void rival(@Nullable Rival next) {
        rival = next;
    }

    /** {@code fresh} takes over; the SA it replaces stays for its Delete until the deadline. */
    public void adopt(IkeSa fresh, long retireAtMs) {
        retired.add(new Retired(sa, retireAtMs));
        sa = fresh;
        rekeys++;
    }

    /** Keeps an SA that lost a collision until its Delete came. */
    public void retire(IkeSa other, long deadlineMs) {
        retired.add(new Retired(other, deadlineMs));
    }

    /** A retired SA is gone for good. */
    public void dropRetired(Host host, IkeSa gone) {
        retired.removeIf(r -> r.sa() == gone);
        closeSa(host, gone);
    }

    public void closeSa(Host host, IkeSa gone) {
        InFlight inFlight = gone.inFlight();
        gone.settle();
        if (inFlight != null) {
            inFlight.exchange().abandoned(host, this);
        }
        host.unregister(gone);
        gone.close();
    }

    // ---- child SAs

    public List<Child> children() {
        return children;
    }

    public @Nullable Child byInbound(int spi) {
        for (Child c : children) {
            if (c.inboundSpi() == spi) {
                return c;
            }
        }
        return null;
    }

    public @Nullable Child byOutbound(int spi) {
        for (Child c : children) {
            if (c.outboundSpi() == spi) {
                return c;
            }
        }
        return null;
    }

    public boolean hasWorkingChild() {
        for (Child c : children) {
            if (c.state() != Child.State.DELETING) {
                return true;
            }
        }
        return false;
    }

    /** Data flows through this one from now on. */
    public void useOutbound(Host host, Child child) {
        if (!child.outbound()) {
            child.useOutbound();
            host.act(new Action.SwitchOutbound(id, child.inboundSpi()));
        }
    }

    public void removeChild(Host host, Child child) {
        if (children.remove(child)) {
            host.act(new Action.RemoveChild(id, child.inboundSpi(), child.outboundSpi()));
            host.releaseEspSpi(child.inboundSpi());
        }
    }

    // ---- our own requests

    /** Exchanges waiting for the window; the same thing is not asked for twice. */
    public ArrayDeque<OwnExchange> queue() {
        return queue;
    }

    public void enqueue(OwnExchange exchange) {
        if (queue.size() < MAX_QUEUED && !queue.contains(exchange)) {
            queue.add(exchange);
        }
    }

    public void enqueueFirst(OwnExchange exchange) {
        if (!queue.contains(exchange)) {
            queue.addFirst(exchange);
        }
    }

    /** Two exchanges per child at most, and the few that concern the IKE SA. */
    private static final int MAX_QUEUED = 64;

    /** When something of this session is due; {@link Step#NEVER} if nothing is. */
    public long nextDeadlineMs() {
        long due = timers.earliestMs();
        due = Math.min(due, phaseDeadlineMs());
        due = Math.min(due, resendAtMs(sa));
        for (Retired r : retired) {
            due = Math.min(due, Math.min(r.deadlineMs(), resendAtMs(r.sa())));
        }
        if (phase instanceof Phase.Established) {
            for (Child c : children) {
                if (c.state() != Child.State.DELETING) {
                    due = Math.min(due, c.expireAtMs());
                }
                if (c.state() == Child.State.INSTALLED) {
                    due = Math.min(due, c.rekeyAtMs());
                }
            }
        }
        return due;
    }

    public long phaseDeadlineMs() {
        return switch (phase) {
            case Phase.AwaitingAuth p -> p.deadlineMs();
            case Phase.LookingUpPsk p -> p.deadlineMs();
            case Phase.CheckingCertificate p -> p.deadlineMs();
            case Phase.AwaitingSecond p -> p.deadlineMs();
            case Phase.EapRelaying p -> p.deadlineMs();
            case Phase.EapAwaiting p -> p.deadlineMs();
            case Phase.EapProving p -> p.deadlineMs();
            case Phase.Authorizing p -> p.deadlineMs();
            case Phase.Opening p -> p.deadlineMs();
            case Phase.Established _ -> Step.NEVER;
            case Phase.Lingering p -> p.deadlineMs();
            case Phase.Closing p -> p.deadlineMs();
        };
    }

    private static long resendAtMs(IkeSa of) {
        InFlight inFlight = of.inFlight();
        return inFlight == null ? Step.NEVER : inFlight.resendAtMs();
    }
}
