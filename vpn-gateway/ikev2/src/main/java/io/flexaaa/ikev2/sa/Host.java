package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.crypto.Entropy;

import java.util.List;

/** What a session may ask of the engine that owns it. */
public interface Host {
    IkeConfig config();

    Entropy entropy();

    /** The time of the event being handled. */
    long nowMs();

    void act(Action action);

    Counters counters();

    /** A request id whose answer will be brought to this session. */
    long newRequestId(Session session);

    long newSessionId();

    /** An IKE SPI no SA of ours uses. */
    long newIkeSpi();

    void register(IkeSa sa, Session session);

    void unregister(IkeSa sa);

    /** An ESP SPI no child of ours uses; registered to the session until released. */
    int newEspSpi(Session session);

    void releaseEspSpi(int inboundSpi);

    /** Authenticated sessions of this identity, oldest first. */
    List<Session> sessionsOf(PeerIdentity identity);

    void authenticated(Session session, PeerIdentity identity);

    /** Sessions that are past IKE_AUTH. */
    int sessionCount();

    /** The session counts as half-open no more. */
    void negotiated(Session session);

    /** The session is over: forget all of it. */
    void forget(Session session);
}
