package io.flexaaa.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.RadiusClient;
import io.flexaaa.gateway.aaa.ServerGroups;
import io.flexaaa.gateway.dhcp.DhcpLeases;
import io.flexaaa.gateway.ios.config.AaaConfig.AccountingUpdate;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.virtualaccess.FakeDataPlane;
import io.flexaaa.gateway.virtualaccess.VirtualAccesses;
import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class SessionShellTest {
    private static final GatewayConfig CONFIG =
            Configs.of(
                    """
                    aaa new-model
                    aaa authorization network HERE local
                    crypto ikev2 authorization policy GROUP
                     pool P
                     dns 192.0.2.53
                     route set remote ipv4 10.99.0.0 255.255.255.0
                     route set local ipv4 10.201.0.0 255.255.0.0
                    crypto ikev2 profile P
                     match identity remote any
                     authentication local pre-share key k
                     authentication remote pre-share key k
                     aaa authorization group psk list HERE GROUP
                     virtual-template 1
                    ip local pool P 10.9.0.1 10.9.0.1
                    interface Loopback1
                     ip address 10.97.0.1 255.255.255.255
                    interface Virtual-Template1 type tunnel
                     ip unnumbered Loopback1
                    """);
    private static final Endpoint HUB = new Endpoint(ip("198.51.100.1"), 4500);
    private static final Endpoint PEER = new Endpoint(ip("198.51.100.7"), 4500);
    private static final PeerIdentity BR1 = PeerIdentity.fqdn("br1.example.com");

    @TempDir Path state;

    private final FakeDataPlane plane = new FakeDataPlane();
    private final ScriptedEngine engine = new ScriptedEngine();
    private final List<DhcpLeases.Out> dhcpSent = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private RadiusClient radius;
    private Accounting accounting;
    private AddressPools pools;
    private SessionShell shell;

    @BeforeEach
    void open() throws Exception {
        radius = new RadiusClient();
        ServerGroups groups = new ServerGroups(() -> CONFIG);
        accounting = new Accounting(() -> CONFIG, state, groups, radius, () -> 1_700_000_000_000L);
        pools = new AddressPools();
        pools.addIpv4("P", ip("10.9.0.1"), ip("10.9.0.1"));
        DhcpAddresses dhcp = new DhcpAddresses(new DhcpLeases(() -> 0x4711), dhcpSent::add);
        shell =
                new SessionShell(
                        () -> CONFIG,
                        engine,
                        new AaaService(() -> CONFIG, groups, radius),
                        new EapRelay(() -> CONFIG, groups, radius),
                        Pki.NONE,
                        accounting,
                        new SessionOpener(
                                () -> CONFIG,
                                pools,
                                dhcp,
                                new VirtualAccesses(() -> CONFIG, plane, plane),
                                plane),
                        dhcp,
                        new SessionTimers(() -> AccountingUpdate.OFF, plane, accounting),
                        plane,
                        (local, remote, natT, message) -> plane.done.add("send"),
                        new SessionNames(1_700_000_000_000L),
                        () -> 1_700_000_000_000L,
                        later::add);
    }

    @AfterEach
    void close() {
        accounting.close();
        radius.close();
    }

    @Test
    void aSessionIsMadeInTheOrderOfAHubAndUndoneBackwards() {
        open(1, BR1);
        assertThat(engine.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("TimerTick", "PskFound", "Authorized", "SessionOpened");
        Event.SessionOpened opened = (Event.SessionOpened) engine.events.getLast();
        assertThat(opened.assigned()).containsExactly(ip("10.9.0.1"));
        assertThat(opened.configReply())
                .extracting(ConfigurationAttribute::type)
                .containsExactly(
                        ConfigurationAttribute.INTERNAL_IP4_ADDRESS,
                        ConfigurationAttribute.INTERNAL_IP4_DNS,
                        ConfigurationAttribute.INTERNAL_IP4_SUBNET);

        step(
                new Action.InstallChild(child(1), true),
                new Action.SessionUp(1),
                new Action.Send(HUB, PEER, true, Octets.of(1)));
        assertThat(plane.done)
                .containsExactly(
                        "create vaccess1 mtu 1400",
                        "address 10.97.0.1/32",
                        "inbound 100",
                        "outbound 200",
                        "route 10.9.0.1/32",
                        "route 10.201.0.0/16",
                        "send");
        plane.done.clear();

        step(
                new Action.RemoveChild(1, 100, 200),
                new Action.SessionDown(1, new Reason.PeerDeleted()));
        assertThat(plane.done)
                .containsExactly(
                        "remove 100",
                        "no route 10.201.0.0/16",
                        "no route 10.9.0.1/32",
                        "destroy vaccess1");
        assertThat(pools.holderOf(ip("10.9.0.1"))).isNull();
    }

    @Test
    void aRouteThatFailsRefusesThePeerAndSendsNoSuccess() {
        open(1, BR1);
        plane.refuse = "route 10.201";
        // The engine answers SessionFailed by taking the session down.
        engine.script =
                event ->
                        event instanceof Event.SessionFailed failed
                                ? List.of(new Action.SessionDown(1, failed.reason()))
                                : List.of();
        Event trigger = new Event.TimerTick();
        List<Action> actions =
                List.of(new Action.InstallChild(child(1), true), new Action.SessionUp(1));
        var then = engine.script;
        engine.script = event -> event.equals(trigger) ? actions : then.apply(event);
        shell.feed(trigger);

        assertThat(engine.events.getLast()).isInstanceOf(Event.SessionFailed.class);
        Event.SessionFailed failed = (Event.SessionFailed) engine.events.getLast();
        assertThat(failed.reason().code()).isEqualTo("ROUTE_FAILED");
        assertThat(failed.reason().sentence()).contains("10.201.0.0/16");
        assertThat(plane.done).endsWith("no route 10.9.0.1/32", "destroy vaccess1");
        assertThat(pools.holderOf(ip("10.9.0.1"))).isNull();
    }

    @Test
    void aFullPoolIsAnAddressFailureThatNamesThePool() {
        open(1, BR1);
        open(2, PeerIdentity.fqdn("br2.example.com"));
        assertThat(engine.events.getLast())
                .isInstanceOfSatisfying(
                        Event.SessionRefused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isInstanceOf(Reason.AddressUnavailable.class)
                                        .extracting(Reason::sentence)
                                        .asString()
                                        .contains("pool P is full (1/1)"));
        // The first session keeps what it has.
        assertThat(plane.done).doesNotContain("destroy vaccess1");
    }

    @Test
    void anInterfaceTheKernelRefusesGivesTheAddressBack() {
        plane.refuse = "create";
        open(1, BR1);
        assertThat(engine.events.getLast()).isInstanceOf(Event.SessionRefused.class);
        assertThat(pools.holderOf(ip("10.9.0.1"))).isNull();
    }

    @Test
    void aSessionThatWentDownWhileAaaWasAskedIsNotOpened() {
        step(new Action.LookUpPsk(7, 1, "P", BR1, HUB, PEER));
        step(new Action.SessionDown(1, new Reason.PeerDeleted()));
        run();
        step(wish(1, BR1));
        run();
        assertThat(plane.done).isEmpty();
    }

    private void open(long id, PeerIdentity identity) {
        step(new Action.LookUpPsk(7, id, "P", identity, HUB, PEER));
        run();
        reactTo(
                Event.PskFound.class,
                new Action.Authorize(8, id, "P", identity, AuthMethod.PSK, HUB, PEER));
        shell.feed(engine.events.removeLast());
        run();
        reactTo(Event.Authorized.class, wish(id, identity));
        shell.feed(engine.events.removeLast());
        engine.script = event -> List.of();
        run();
    }

    private void reactTo(Class<? extends Event> kind, Action action) {
        engine.script = event -> kind.isInstance(event) ? List.of(action) : List.of();
    }

    private static Action.OpenSession wish(long id, PeerIdentity identity) {
        return new Action.OpenSession(
                9,
                id,
                "P",
                identity,
                HUB,
                PEER,
                true,
                List.of(
                        ConfigurationAttribute.request(
                                ConfigurationAttribute.INTERNAL_IP4_ADDRESS)),
                List.of(Selector.any4()),
                List.of(Selector.any4()),
                false,
                false);
    }

    private void step(Action... actions) {
        Event trigger = new Event.TimerTick();
        var before = engine.script;
        engine.script = event -> event.equals(trigger) ? List.of(actions) : before.apply(event);
        shell.feed(trigger);
        engine.script = before;
    }

    private void run() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    private static ChildSa child(long sessionId) {
        return new ChildSa(
                sessionId,
                100,
                200,
                new EspSuite(EncryptionAlgorithm.AES_GCM_16_128, null, null, false),
                ChildSa.Mode.TUNNEL,
                Secret.wrap(new byte[20]),
                Secret.wrap(new byte[0]),
                Secret.wrap(new byte[20]),
                Secret.wrap(new byte[0]),
                List.of(Selector.any4()),
                List.of(Selector.host(ip("10.9.0.1"))),
                HUB,
                PEER,
                true,
                64,
                0);
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }
}
