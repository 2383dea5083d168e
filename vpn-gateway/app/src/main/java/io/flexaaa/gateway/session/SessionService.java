package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.DynAuthListener;
import io.flexaaa.gateway.aaa.DynAuthRequest;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dhcp.DhcpLeases;
import io.flexaaa.gateway.dhcp.DhcpMessage;
import io.flexaaa.gateway.dhcp.DhcpPort;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.LiveConfig;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.route.SessionRoutes;
import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.virtualaccess.VirtualAccess;
import io.flexaaa.gateway.virtualaccess.VirtualAccesses;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeEngine;
import io.flexaaa.ikev2.IkeStatistics;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.wire.Octets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The sessions of this gateway, from any thread: hands everything to the one that owns them. */
public final class SessionService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);
    private static final long QUESTION_MS = 5_000;

    /** Sends IKE messages from UDP 500. */
    public interface Sender {
        void send(InetSocketAddress local, InetSocketAddress remote, byte[] message);
    }

    private final OwnerThread owner;
    private final SessionShell shell;
    private final AddressPools pools;
    private final DataPlane dataPlane;
    private final Accounting accounting;
    private final SessionNames names;
    private final LiveConfig config;
    private final DhcpPort dhcpPort;
    private volatile Sender sender = (local, remote, message) -> {};

    /** What the kernel does for sessions. */
    public record Kernel(SessionRoutes.Table routes, VirtualAccess.Links links) {}

    public SessionService(
            LiveConfig config,
            IkeEngine engine,
            AaaService aaa,
            EapRelay eap,
            Pki pki,
            Accounting accounting,
            AddressPools pools,
            DataPlane dataPlane,
            Kernel kernel,
            LongSupplier epochMs) {
        this.config = config;
        this.pools = pools;
        this.dataPlane = dataPlane;
        this.accounting = accounting;
        this.names = new SessionNames(epochMs.getAsLong());
        this.owner = new OwnerThread("ike", this::nextDeadlineMs, this::onDeadline);
        this.dhcpPort = new DhcpPort(this::received);
        DhcpAddresses dhcp =
                new DhcpAddresses(new DhcpLeases(new SecureRandom()::nextInt), dhcpPort::send);
        VirtualAccesses accesses = new VirtualAccesses(config, dataPlane, kernel.links());
        this.shell =
                new SessionShell(
                        config,
                        engine,
                        aaa,
                        eap,
                        pki,
                        accounting,
                        new SessionOpener(config, pools, dhcp, accesses, kernel.routes()),
                        dhcp,
                        new SessionTimers(
                                () -> config.get().aaa().accountingUpdate(), dataPlane, accounting),
                        dataPlane,
                        this::send,
                        names,
                        epochMs,
                        owner::post);
    }

    private long nextDeadlineMs() {
        return shell.nextDeadlineMs();
    }

    private void onDeadline() {
        shell.onDeadline();
    }

    /** From now on events are taken. */
    public void start(Sender ikePort) {
        sender = ikePort;
        dataPlane.onPeerMoved((session, inboundSpi, seen) ->
                owner.post(() ->
                        shell.feed(new Event.PeerMoved(inboundSpi, endpoint(seen.remote())))));
        dataPlane.onChildExpiring((session, inboundSpi) ->
                owner.post(() -> shell.feed(new Event.ChildExpiring(inboundSpi, false))));
        dataPlane
                .wire()
                .onMessage((local, remote, message) -> received(local, remote, true, message));
        owner.start();
        accounting.hubStarted(names.hub());
    }

    /** A datagram came to the IKE port ({@code natTPort} false) or, without marker, to 4500. */
    public void received(
            InetSocketAddress local, InetSocketAddress remote, boolean natTPort, byte[] message) {
        Event.Datagram datagram =
                new Event.Datagram(
                        endpoint(local), endpoint(remote), natTPort, Octets.wrap(message));
        owner.postDatagram(() -> shell.feed(datagram));
    }

    private void received(DhcpMessage message, Inet4Address from) {
        owner.postDatagram(() -> shell.received(message, from));
    }

    private void send(Endpoint local, Endpoint remote, boolean natTPort, Octets message) {
        InetSocketAddress from = Children.socketAddress(local);
        InetSocketAddress to = Children.socketAddress(remote);
        try {
            if (natTPort) {
                dataPlane.wire().send(from, to, message.toArray());
            } else {
                sender.send(from, to, message.toArray());
            }
        } catch (java.io.UncheckedIOException e) {
            // As a lost datagram: the peer or our retransmission tries again.
            LOG.warn("{}", LogLine.of("ike-send").with("remote", remote).with("error", e));
        }
    }

    /** Acts on CoA and Disconnect requests. */
    public DynAuthListener.Handler dynAuthHandler(Supplier<DynAuthRequest.Hub> hub) {
        return new DynAuthHandler(config, shell, hub, owner::post);
    }

    /** All IKE SAs with what this shell knows of their sessions, one consistent moment. */
    public List<SessionSnapshot> snapshots() {
        return ask(() -> {
            long nowMs = OwnerThread.nowMs();
            List<SessionSnapshot> all = new ArrayList<>();
            for (SaSnapshot sa : shell.engine().sas()) {
                all.add(SessionSnapshot.of(sa, shell.find(sa.sessionId()), dataPlane, nowMs));
            }
            return all;
        });
    }

    public IkeStatistics statistics() {
        return ask(() -> shell.engine().statistics());
    }

    /** What is written to the log beside the usual. */
    public Debug debug() {
        return shell.debug();
    }

    /** For {@code show crypto ikev2 stats reconnect}. */
    public ReconnectCounts reconnects() {
        return ask(() -> shell.reconnects().counts());
    }

    public List<AddressPools.Usage> pools() {
        return ask(pools::usage);
    }

    /** Datagrams dropped because the engine could not keep up. */
    public long droppedDatagrams() {
        return owner.droppedDatagrams();
    }

    /**
     * Puts a new configuration in force between two events of the sessions.
     *
     * @return how many sessions ended because it changed what they stand on
     */
    public int replace(GatewayConfig next, IkeConfig engine) {
        return ask(() -> {
            GatewayConfig before = config.get();
            pools.replace(next.ipv4Pools(), next.ipv6Pools());
            config.replace(next);
            return new Reconfiguration(shell).apply(before, next, engine);
        });
    }

    /** Ends the sessions that match; returns how many. */
    public int clear(Predicate<SessionSnapshot> which) {
        List<Long> meant =
                snapshots().stream().filter(which).map(SessionSnapshot::sessionId).toList();
        ask(() -> {
            for (long id : meant) {
                shell.feed(
                        new Event.DeleteSession(
                                id,
                                new Reason.Requested(
                                        "CLEARED",
                                        "an operator cleared it",
                                        TerminateCause.ADMIN_RESET)));
            }
            return meant.size();
        });
        return meant.size();
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = owner.ask(question);
        try {
            return answer.get(QUESTION_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the session thread", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the session thread did not answer: " + e, e);
        }
    }

    /** Deletes every session, tells the servers, and waits a bounded time for both. */
    @Override
    public void close() {
        try {
            ask(() -> {
                Event.Shutdown end = new Event.Shutdown();
                shell.feed(end);
                for (Session waiting : shell.reconnects().waiting()) {
                    shell.endWaiting(waiting.id(), new Reason.Shutdown());
                }
                return true;
            });
        } catch (IllegalStateException e) {
            LOG.warn("{}", LogLine.of("shutdown").with("error", e.getMessage()));
        }
        accounting.hubStopping(names.hub());
        owner.close();
        dhcpPort.close();
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(address.getAddress(), address.getPort());
    }
}
