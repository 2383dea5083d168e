package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.SaSnapshot.Nat;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.PeerTraits;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Two of our engines with one session between them that is up: what both ends do to it at once can
 * be tried in every order, which an initiator that only obeys would never show.
 */
final class Twins {
    static final Endpoint A_AT = TestConfig.endpoint("198.18.0.1", 500);
    static final Endpoint B_AT = TestConfig.endpoint("198.18.0.2", 500);
    private static final int LOST = -1;

    final Hub a;
    final Hub b;
    final Session atA;
    final Session atB;
    long nowMs = 1_000;

    /** How long a packet takes, or {@link #LOST}. */
    ToLongFunction<Packet> network = p -> 10;

    private long order;
    private final PriorityQueue<Packet> wire =
            new PriorityQueue<>((x, y) ->
                    x.atMs != y.atMs
                            ? Long.compare(x.atMs, y.atMs)
                            : Long.compare(x.order, y.order));

    record Packet(long atMs, long order, boolean toA, Octets bytes) {}

    Twins(IkeConfig config, EspPolicy esp, long seed) {
        a = new Hub(config, TestConfig.entropy(seed * 2));
        b = new Hub(config, TestConfig.entropy(seed * 2 + 1));
        Random random = new Random(seed);
        IkeSuite suite =
                new IkeSuite(
                        EncryptionAlgorithm.AES_GCM_16_256,
                        PrfAlgorithm.HMAC_SHA2_256,
                        null,
                        KeyExchangeGroup.CURVE25519);
        Octets ni = octets(random, 32);
        Octets nr = octets(random, 32);
        Secret shared = Secret.wrap(octets(random, 32).toArray());
        atA = session(a, true, suite, ni, nr, shared, config, esp);
        atB = session(b, false, suite, ni, nr, shared, config, esp);
        Secret toA = Secret.wrap(octets(random, 36).toArray());
        Secret toB = Secret.wrap(octets(random, 36).toArray());
        child(a, atA, 0x1000_000a, 0x1000_000b, toA, toB, esp);
        child(b, atB, 0x1000_000b, 0x1000_000a, toB, toA, esp);
        hub(a, new Event.ProbePeer(0));
        hub(b, new Event.ProbePeer(0));
    }

    private static Octets octets(Random random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return Octets.wrap(out);
    }

    private Session session(
            Hub hub,
            boolean isA,
            IkeSuite suite,
            Octets ni,
            Octets nr,
            Secret shared,
            IkeConfig config,
            EspPolicy esp) {
        long spiB = 0xbbbb_0000_0000_0001L;
        long spiA = 0xaaaa_0000_0000_0001L;
        IkeKeys keys = SkeyseedDerivation.initial(suite, ni, nr, shared, spiB, spiA);
        // B began: it is the original initiator.
        IkeSa sa = new IkeSa(isA ? spiA : spiB, isA ? spiB : spiA, !isA, suite, keys, true);
        IkeProfile profile = config.profiles().getFirst();
        PeerIdentity peer = PeerIdentity.fqdn(isA ? "b.example.com" : "a.example.com");
        Phase.Login login =
                new Phase.Login(
                        profile,
                        PeerIdentity.fqdn(isA ? "a.example.com" : "b.example.com"),
                        peer,
                        AuthMethod.PSK,
                        AuthMethod.PSK,
                        true,
                        esp,
                        List.of(),
                        List.of(Selector.any4()),
                        List.of(Selector.any4()),
                        0,
                        nowMs);
        Registry registry = hub.engine.registry();
        registry.begin(nowMs);
        Session session =
                new Session(
                        registry.newSessionId(),
                        new Path(isA ? A_AT : B_AT, isA ? B_AT : A_AT, false),
                        new Nat(false, false),
                        new PeerTraits(true, true, false, false, Set.of(), false, null, false),
                        sa,
                        new Phase.Established(login),
                        nowMs);
        session.announce();
        session.markUp();
        registry.add(new Registry.InitKey(spiB, isA ? B_AT : A_AT), session);
        registry.negotiated(session);
        registry.authenticated(session, peer);
        return session;
    }

    private void child(
            Hub hub,
            Session session,
            int inboundSpi,
            int outboundSpi,
            Secret inbound,
            Secret outbound,
            EspPolicy esp) {
        ChildSa sa =
                new ChildSa(
                        session.id(),
                        inboundSpi,
                        outboundSpi,
                        new EspSuite(EncryptionAlgorithm.AES_GCM_16_256, null, null, false),
                        ChildSa.Mode.TUNNEL,
                        inbound,
                        Secret.wrap(new byte[0]),
                        outbound,
                        Secret.wrap(new byte[0]),
                        List.of(Selector.any4()),
                        List.of(Selector.any4()),
                        session.path().local(),
                        session.path().remote(),
                        false,
                        64,
                        0);
        long lifeMs = esp.lifetimeSeconds() * 1000;
        session.children().add(new Child(sa, true, nowMs, Step.NEVER, nowMs + lifeMs));
        hub.installed.put(inboundSpi, sa);
        hub.outbound.put(session.id(), inboundSpi);
        hub.engine.registry().bindEspSpi(inboundSpi, session);
    }

    void hub(Hub to, Event event) {
        to.handle(event, nowMs);
        while (!to.sent.isEmpty()) {
            Action.Send s = to.sent.remove();
            Packet p = new Packet(nowMs, order++, to == b, s.bytes());
            long takes = network.applyAsLong(p);
            if (takes != LOST) {
                wire.add(new Packet(nowMs + takes, p.order, p.toA, p.bytes));
            }
        }
    }

    /** One more copy of a packet, later. */
    void copy(Packet p, long afterMs) {
        wire.add(new Packet(nowMs + afterMs, order++, p.toA, p.bytes));
    }

    /** The next thing that happens, whatever it is; false when it lies beyond {@code endMs}. */
    boolean step(long endMs) {
        long next = Math.min(a.deadlineMs, b.deadlineMs);
        if (!wire.isEmpty()) {
            next = Math.min(next, wire.peek().atMs);
        }
        if (next > endMs) {
            nowMs = endMs;
            return false;
        }
        nowMs = Math.max(nowMs, next);
        if (!wire.isEmpty() && wire.peek().atMs <= nowMs) {
            Packet p = wire.remove();
            hub(
                    p.toA ? a : b,
                    new Event.Datagram(p.toA ? A_AT : B_AT, p.toA ? B_AT : A_AT, false, p.bytes));
        } else {
            hub(a.deadlineMs <= nowMs ? a : b, new Event.TimerTick());
        }
        return true;
    }

    void run(long millis) {
        long end = nowMs + millis;
        while (step(end)) {
            traffic();
        }
    }

    boolean quiet() {
        return wire.isEmpty() && idle(a) && idle(b);
    }

    private static boolean idle(Hub hub) {
        for (Session s : hub.engine.registry().sessions()) {
            if (s.sa().inFlight() != null || !s.queue().isEmpty() || !s.retired().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** At every moment what either end sends, the other end can receive. */
    void traffic() {
        oneWay(a, b);
        oneWay(b, a);
    }

    private static void oneWay(Hub from, Hub to) {
        for (Session s : from.engine.registry().sessions()) {
            if (!(s.phase() instanceof Phase.Established) || !to.down.isEmpty()) {
                continue;
            }
            ChildSa sends = from.installed.get(from.outbound.get(s.id()));
            if (sends == null || !to.installed.containsKey(sends.outboundSpi())) {
                throw new AssertionError(
                        "packets would be lost: sent with " + sends + ", there is " + to.installed);
            }
        }
    }

    /** Both ends see the same session, and neither keeps anything more. */
    void agree() {
        List<String> problems = new ArrayList<>();
        IkeSa saA = atA.sa();
        IkeSa saB = atB.sa();
        if (saA.localSpi() != saB.remoteSpi() || saB.localSpi() != saA.remoteSpi()) {
            problems.add("IKE SPIs differ");
        }
        if (atA.children().size() != 1 || atB.children().size() != 1) {
            problems.add("children " + atA.children().size() + " and " + atB.children().size());
        } else {
            ChildSa childA = a.installed.get(atA.children().getFirst().inboundSpi());
            ChildSa childB = b.installed.get(atB.children().getFirst().inboundSpi());
            if (childA == null
                    || childB == null
                    || childA.inboundSpi() != childB.outboundSpi()
                    || childB.inboundSpi() != childA.outboundSpi()
                    || !childA.inboundEncryptionKey().equals(childB.outboundEncryptionKey())
                    || !childB.inboundEncryptionKey().equals(childA.outboundEncryptionKey())) {
                problems.add("children differ: " + childA + " and " + childB);
            }
        }
        for (Hub hub : List.of(a, b)) {
            if (hub.installed.size() != 1) {
                problems.add("installed " + hub.installed.keySet());
            }
            if (!hub.engine.registry().sizes().equals("sessions 1 ike 1 esp 1 requests 0 init 0")) {
                problems.add("kept " + hub.engine.registry().sizes());
            }
            if (!hub.down.isEmpty()) {
                problems.add("down " + hub.down);
            }
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("; ", problems));
        }
    }
}
