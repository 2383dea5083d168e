package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.sa.Counters;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every session and the numbers that lead to it; the sessions' view of the engine. */
final class Registry implements Host {
    /** The SA a datagram names by our SPI. */
    record Owned(IkeSa sa, Session session) {}

    /** What makes two IKE_SA_INIT requests the same one sent again. */
    record InitKey(long spiI, Endpoint remote) {}

    /** Below this ESP SPIs are reserved by IANA (RFC 4303 §2.1). */
    private static final int FIRST_ESP_SPI = 256;

    /** Refused logins kept for their retransmissions; more than that and the oldest go. */
    private static final int MAX_LINGERING = 256;

    private final Entropy entropy;
    private final Counters counters = new Counters();
    private final Map<Long, Session> sessions = new TreeMap<>();
    private final Map<Long, Owned> bySpi = new HashMap<>();
    private final Map<Integer, Session> byEspSpi = new HashMap<>();
    private final Map<Long, Session> byRequest = new HashMap<>();
    private final Map<InitKey, Session> negotiating = new HashMap<>();
    private final Map<PeerIdentity, List<Session>> byIdentity = new HashMap<>();
    private final Map<Long, Long> requestOf = new HashMap<>();
    private final Map<Long, PeerIdentity> identityOf = new HashMap<>();
    private final Map<Long, InitKey> initKeyOf = new HashMap<>();
    private final ArrayDeque<Session> lingering = new ArrayDeque<>();

    private List<Action> actions = new ArrayList<>();
    private IkeConfig config;
    private long nowMs;
    private long lastSessionId;
    private long lastRequestId;

    Registry(IkeConfig config, Entropy entropy) {
        this.config = config;
        this.entropy = entropy;
    }

    void begin(long now) {
        nowMs = now;
    }

    List<Action> takeActions() {
        List<Action> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }

    void config(IkeConfig next) {
        config = next;
    }

    // ---- looking up

    @Nullable Owned bySpi(long localSpi) {
        return bySpi.get(localSpi);
    }

    @Nullable Session byEspSpi(int inboundSpi) {
        return byEspSpi.get(inboundSpi);
    }

    @Nullable Session byRequest(long requestId) {
        return byRequest.get(requestId);
    }

    @Nullable Session negotiating(InitKey key) {
        return negotiating.get(key);
    }

    @Nullable Session session(long id) {
        return sessions.get(id);
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    int negotiatingCount() {
        return negotiating.size();
    }

    boolean isKnown(Session session) {
        return sessions.get(session.id()) == session;
    }

    void add(InitKey key, Session session) {
        sessions.put(session.id(), session);
        negotiating.put(key, session);
        initKeyOf.put(session.id(), key);
        register(session.sa(), session);
    }

    void bindEspSpi(int inboundSpi, Session session) {
        byEspSpi.put(inboundSpi, session);
    }

    /** What is kept, for a message that says what leaked. */
    String sizes() {
        return "sessions "
                + sessions.size()
                + " ike "
                + bySpi.size()
                + " esp "
                + byEspSpi.size()
                + " requests "
                + byRequest.size()
                + " init "
                + negotiating.size();
    }

    /** The oldest refused session beyond the bound, or null. */
    @Nullable Session lingeringTooMany() {
        return lingering.size() > MAX_LINGERING ? lingering.peek() : null;
    }

    // ---- Host

    @Override
    public IkeConfig config() {
        return config;
    }

    @Override
    public Entropy entropy() {
        return entropy;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void act(Action action) {
        actions.add(action);
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public long newSessionId() {
        return ++lastSessionId;
    }

    @Override
    public long newRequestId(Session session) {
        forgetRequestOf(session);
        long id = ++lastRequestId;
        byRequest.put(id, session);
        requestOf.put(session.id(), id);
        return id;
    }

    private void forgetRequestOf(Session session) {
        Long before = requestOf.remove(session.id());
        if (before != null) {
            byRequest.remove(before);
        }
    }

    @Override
    public long newIkeSpi() {
        long spi = entropy.nonZeroLong();
        while (bySpi.containsKey(spi)) {
            spi = entropy.nonZeroLong();
        }
        return spi;
    }

    @Override
    public void register(IkeSa sa, Session session) {
        bySpi.put(sa.localSpi(), new Owned(sa, session));
    }

    @Override
    public void unregister(IkeSa sa) {
        bySpi.remove(sa.localSpi());
    }

    @Override
    public int newEspSpi(Session session) {
        int spi = (int) entropy.nonZeroLong();
        while (Integer.compareUnsigned(spi, FIRST_ESP_SPI) < 0 || byEspSpi.containsKey(spi)) {
            spi = (int) entropy.nonZeroLong();
        }
        bindEspSpi(spi, session);
        return spi;
    }

    @Override
    public void releaseEspSpi(int inboundSpi) {
        byEspSpi.remove(inboundSpi);
    }

    @Override
    public List<Session> sessionsOf(PeerIdentity identity) {
        return byIdentity.getOrDefault(identity, List.of());
    }

    @Override
    public void authenticated(Session session, PeerIdentity identity) {
        byIdentity.computeIfAbsent(identity, _ -> new ArrayList<>(1)).add(session);
        identityOf.put(session.id(), identity);
    }

    @Override
    public int sessionCount() {
        return sessions.size() - negotiating.size();
    }

    @Override
    public void negotiated(Session session) {
        forgetRequestOf(session);
        InitKey key = initKeyOf.remove(session.id());
        if (key != null) {
            negotiating.remove(key, session);
            if (session.phase() instanceof Phase.Lingering) {
                lingering.add(session);
            }
        }
    }

    @Override
    public void forget(Session session) {
        negotiated(session);
        sessions.remove(session.id());
        lingering.remove(session);
        PeerIdentity identity = identityOf.remove(session.id());
        List<Session> same = identity == null ? null : byIdentity.get(identity);
        if (same != null) {
            same.remove(session);
            if (same.isEmpty()) {
                byIdentity.remove(identity);
            }
        }
    }
}
