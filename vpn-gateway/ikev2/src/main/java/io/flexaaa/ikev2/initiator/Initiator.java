package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.crypto.SealedMessage.Opened;
import io.flexaaa.ikev2.initiator.InitExchange.Answer;
import io.flexaaa.ikev2.message.Configuration;
import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeHeader;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A simulated spoke: IKEv2 initiator with a pre-shared key (RFC 7296). No I/O: the shell feeds
 * datagrams (without non-ESP marker) and time, and carries out all {@link Action}s of one call
 * before the next. Not thread-safe.
 */
public final class Initiator {
    private static final int NONCE_OCTETS = 32;

    /**
     * RFC 7296 §2.6.1: cookie and INVALID_KE_PAYLOAD may follow each other; a hub that never ends
     * is hostile.
     */
    private static final int MAX_INIT_ROUNDS = 6;

    private final InitiatorConfig config;
    private final Entropy entropy;
    private final InitExchange init;
    private final long spiI;
    private final Deque<Command> queue = new ArrayDeque<>();
    private final List<Action> actions = new ArrayList<>();
    private final Outbox outbox;
    private final SpokeChildren children;

    private int initRounds;
    private @Nullable Octets cookie;
    private @Nullable Channel active;

    /** The IKE SA that a rekey replaced, until its delete is answered. */
    private @Nullable Channel retiring;

    private boolean established;
    private boolean closed;
    private long dropped;
    private @Nullable String lastDrop;

    /** {@code local} and {@code remote} as the sockets see them: NAT detection hashes them. */
    public Initiator(
            InitiatorConfig config,
            Entropy entropy,
            InetSocketAddress local,
            InetSocketAddress remote) {
        this.config = config;
        this.entropy = entropy;
        this.outbox = new Outbox(config, actions);
        this.children = new SpokeChildren(config, actions);
        this.init = new InitExchange(config, local, remote);
        this.spiI = entropy.nonZeroLong();
    }

    /** The SPI by which a shell that shares a socket finds this spoke before a rekey. */
    public long spiI() {
        return spiI;
    }

    /** When {@link #tick} wants to be called; {@link Long#MAX_VALUE} for never. */
    public long deadlineMs() {
        return outbox.deadlineMs();
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean isEstablished() {
        return established && !closed;
    }

    public List<ChildSa> children() {
        return children.all();
    }

    /** Sends IKE_SA_INIT. */
    public List<Action> start(long nowMs) {
        sendInit(init.firstGroup(), nowMs);
        return drain();
    }

    /** Replaces the IKE SA's keys (RFC 7296 §1.3.2). */
    public List<Action> rekeyIke(long nowMs) {
        return enqueue(new Command.RekeyIke(), nowMs);
    }

    /** Replaces a child SA (RFC 7296 §1.3.3). */
    public List<Action> rekeyChild(ChildSa child, long nowMs) {
        return enqueue(new Command.MakeChild(child), nowMs);
    }

    /** Makes one more child SA (RFC 7296 §1.3.1). */
    public List<Action> newChild(long nowMs) {
        return enqueue(new Command.MakeChild(null), nowMs);
    }

    public List<Action> deleteChild(ChildSa child, long nowMs) {
        return enqueue(new Command.DeleteChild(child), nowMs);
    }

    /** An empty INFORMATIONAL (RFC 7296 §2.4). */
    public List<Action> checkLiveness(long nowMs) {
        return enqueue(new Command.Liveness(), nowMs);
    }

    /** Says goodbye (RFC 7296 §1.4.1). */
    public List<Action> close(long nowMs) {
        Channel channel = active;
        if (channel == null) {
            end("DELETED", "before the IKE SA was up");
            return drain();
        }
        return enqueue(new Command.DeleteIke(channel, false), nowMs);
    }

    private List<Action> enqueue(Command command, long nowMs) {
        queue.add(command);
        pump(nowMs);
        return drain();
    }

    /** Retransmits what is due, or gives up. */
    public List<Action> tick(long nowMs) {
        if (!closed && nowMs >= outbox.deadlineMs() && !outbox.again(nowMs)) {
            end("TIMEOUT", "no answer to " + outbox.transmissions() + " transmissions");
        }
        return drain();
    }

    /** Takes one IKE message from the hub; what cannot be from it is dropped. */
    public List<Action> receive(byte[] datagram, long nowMs) {
        if (!closed) {
            try {
                dispatch(datagram, nowMs);
            } catch (DecodeException e) {
                // Not authenticated, so it must not disturb the exchange (RFC 7296 §2.21.1).
                dropped++;
                lastDrop = e.getMessage();
            }
        }
        return drain();
    }

    /** How many datagrams were dropped, and why the last one was, for a test's failure message. */
    public String drops() {
        return dropped + " dropped, last: " + lastDrop;
    }

    private void dispatch(byte[] datagram, long nowMs) throws DecodeException {
        IkeHeader header = IkeHeader.read(datagram, 0, datagram.length);
        if (header.fromInitiator()) {
            throw new DecodeException("IKE header", "initiator flag from the hub");
        }
        if (outbox.pending() instanceof Pending.Init started) {
            initAnswer(started, datagram, header, nowMs);
            return;
        }
        Channel channel = channelOf(header);
        Opened opened = channel.open(datagram);
        switch (opened) {
            case null -> {} // more fragments to come
            case Opened.Fragment _ -> {} // the channel reassembles; never seen here
            case Opened.Malformed bad -> malformed(bad, nowMs);
            case Opened.Whole(IkeMessage m) -> {
                if (m.response()) {
                    response(channel, m, nowMs);
                } else {
                    request(channel, m, nowMs);
                }
            }
        }
    }

    private Channel channelOf(IkeHeader h) throws DecodeException {
        for (Channel c : new @Nullable Channel[] {active, retiring}) {
            if (c != null && c.spiI == h.spiI() && c.spiR == h.spiR()) {
                return c;
            }
        }
        throw new DecodeException("IKE header", "SPIs of no SA of ours");
    }

    private void malformed(Opened.Malformed bad, long nowMs) {
        end("INVALID_SYNTAX", "the hub sealed a malformed message: " + bad.cause().getMessage());
        pump(nowMs);
    }

    // ---- IKE_SA_INIT ----

    private void sendInit(KeyExchangeGroup group, long nowMs) {
        KeyExchangeMethod.KeyPair pair = group.method().generate(entropy);
        Octets ni = entropy.octets(NONCE_OCTETS);
        sendInit(group, pair, ni, nowMs);
    }

    private void sendInit(
            KeyExchangeGroup group, KeyExchangeMethod.KeyPair pair, Octets ni, long nowMs) {
        initRounds++;
        byte[] message = init.request(spiI, group, pair.publicValue(), ni, cookie);
        outbox.request(new Pending.Init(message, ni, group, pair), null, List.of(message), nowMs);
    }

    private void initAnswer(Pending.Init sent, byte[] datagram, IkeHeader h, long nowMs)
            throws DecodeException {
        boolean ours = h.isResponse() && h.spiI() == spiI && h.messageId() == 0;
        if (!ours || h.exchangeType() != ExchangeType.IKE_SA_INIT) {
            throw new DecodeException("IKE_SA_INIT", "not the answer to our request");
        }
        IkeMessage m = IkeCodec.decode(datagram);
        Answer answer = init.read(m);
        if (initRounds >= MAX_INIT_ROUNDS && !(answer instanceof Answer.Accepted)) {
            end("INIT_ROUNDS", initRounds + " IKE_SA_INIT rounds without a result");
            return;
        }
        switch (answer) {
            case Answer.Cookie(Octets value) -> {
                cookie = value;
                sendInit(sent.group(), sent.pair(), sent.nonce(), nowMs);
            }
            case Answer.OtherGroup(KeyExchangeGroup group) -> sendInit(group, nowMs);
            case Answer.Refused(String name) -> end(name, "IKE_SA_INIT was refused");
            case Answer.Accepted accepted -> {
                outbox.nat(accepted.nat());
                Channel channel = init.channel(sent, accepted, spiI, m.spiR());
                active = channel;
                Octets childSpi = entropy.espSpi();
                Octets ourInit = Octets.wrap(sent.message());
                List<Payload> payloads =
                        AuthExchange.request(config, channel, ourInit, accepted.nr(), childSpi);
                Pending.Auth auth =
                        new Pending.Auth(
                                sent.nonce(), accepted.nr(), Octets.copyOf(datagram), childSpi);
                sendSealed(auth, channel, ExchangeType.IKE_AUTH, payloads, nowMs);
            }
        }
    }

    // ---- answers ----

    private void response(Channel channel, IkeMessage m, long nowMs) throws DecodeException {
        Pending sent = outbox.answered(channel, m.messageId());
        if (sent == null) {
            throw new DecodeException("message ID", m.messageId() + " is not awaited");
        }
        switch (sent) {
            case Pending.Init _ -> throw new DecodeException("IKE_SA_INIT", "sealed");
            case Pending.Auth auth -> authAnswer(channel, auth, m);
            case Pending.RekeyIke rekey -> rekeyIkeAnswer(channel, rekey, m);
            case Pending.Child child -> {
                ChildSa replaced = children.answered(channel, child, m);
                if (replaced != null) {
                    // RFC 7296 §1.3.3: the one who rekeyed deletes the old SA.
                    queue.addFirst(new Command.DeleteChild(replaced));
                }
            }
            case Pending.DeleteChild(ChildSa child) -> children.remove(child);
            case Pending.DeleteIke(boolean replaced) -> {
                if (replaced) {
                    retiring = null;
                } else {
                    end("DELETED", "on our request");
                }
            }
            case Pending.Liveness _ -> actions.add(new Action.PeerAlive());
        }
        pump(nowMs);
    }

    private void authAnswer(Channel channel, Pending.Auth sent, IkeMessage m) {
        NotifyPayload error = m.firstError();
        Identification idR = m.identification(false);
        if (idR == null) {
            String name = error == null ? "INVALID_SYNTAX" : NotifyType.name(error.notifyType());
            end(name, "IKE_AUTH was refused: " + m);
            return;
        }
        if (!AuthExchange.verify(config, channel, m, sent.hubMessage(), sent.ni())) {
            end("AUTH_MISMATCH", "the hub's AUTH is not made with our remote key");
            return;
        }
        established = true;
        actions.add(
                new Action.Established(
                        channel.suite,
                        channel.spiI,
                        channel.spiR,
                        idR,
                        m.first(Configuration.class),
                        outbox.nat()));
        if (error != null) {
            actions.add(new Action.ChildRefused(NotifyType.name(error.notifyType())));
            return;
        }
        children.add(channel, m, sent.childSpi(), sent.ni(), sent.nr(), null);
    }

    private void rekeyIkeAnswer(Channel old, Pending.RekeyIke sent, IkeMessage m) {
        try {
            Channel fresh = RekeyExchange.read(config, old, sent, m);
            active = fresh;
            retiring = old;
            actions.add(new Action.IkeRekeyed(fresh.spiI, fresh.spiR));
            queue.addFirst(new Command.DeleteIke(old, true));
        } catch (DecodeException e) {
            end("REKEY_FAILED", String.valueOf(e.getMessage()));
        }
    }

    // ---- requests of the hub ----

    private void request(Channel channel, IkeMessage m, long nowMs) throws DecodeException {
        if (m.messageId() == channel.expectedRequest - 1) {
            outbox.send(channel.lastAnswer);
            return;
        }
        if (m.messageId() != channel.expectedRequest) {
            throw new DecodeException("message ID", m.messageId() + " is outside the window");
        }
        List<Payload> answer = new ArrayList<>();
        boolean deleted = false;
        if (m.exchangeType() == ExchangeType.INFORMATIONAL) {
            for (Delete d : m.all(Delete.class)) {
                deleted |= d.protocol() == ProtocolId.IKE;
                answer.addAll(children.deleted(d));
            }
        } else {
            // A load client starts its rekeys itself; RFC 7296 §1.3 allows the refusal.
            answer.add(NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS));
        }
        outbox.send(channel.answer(m.exchangeType(), m.messageId(), answer, entropy));
        if (deleted && channel == active) {
            end("DELETED_BY_PEER", "the hub deleted the IKE SA");
        } else if (deleted) {
            retiring = null;
        }
        pump(nowMs);
    }

    // ---- sending ----

    private void pump(long nowMs) {
        Channel channel = active;
        while (outbox.pending() == null
                && !closed
                && established
                && channel != null
                && !queue.isEmpty()) {
            switch (queue.removeFirst()) {
                case Command.RekeyIke _ -> sendRekeyIke(channel, nowMs);
                case Command.MakeChild(ChildSa old) -> sendChild(channel, old, nowMs);
                case Command.DeleteChild(ChildSa child) -> {
                    if (children.contains(child)) {
                        informational(
                                new Pending.DeleteChild(child),
                                channel,
                                List.of(Delete.esp(List.of(child.inboundSpi()))),
                                nowMs);
                    }
                }
                case Command.DeleteIke(Channel which, boolean replaced) ->
                        informational(
                                new Pending.DeleteIke(replaced),
                                replaced ? which : channel,
                                List.of(Delete.ikeSa()),
                                nowMs);
                case Command.Liveness _ ->
                        informational(new Pending.Liveness(), channel, List.of(), nowMs);
            }
        }
    }

    private void informational(Pending about, Channel channel, List<Payload> payloads, long nowMs) {
        sendSealed(about, channel, ExchangeType.INFORMATIONAL, payloads, nowMs);
    }

    private void sendRekeyIke(Channel channel, long nowMs) {
        KeyExchangeGroup group = channel.suite.group();
        KeyExchangeMethod.KeyPair pair = group.method().generate(entropy);
        Octets ni = entropy.octets(NONCE_OCTETS);
        long newSpi = entropy.nonZeroLong();
        List<Payload> payloads =
                RekeyExchange.request(config, group, newSpi, ni, pair.publicValue());
        Pending about = new Pending.RekeyIke(newSpi, ni, pair);
        sendSealed(about, channel, ExchangeType.CREATE_CHILD_SA, payloads, nowMs);
    }

    private void sendChild(Channel channel, @Nullable ChildSa old, long nowMs) {
        if (old != null && !children.contains(old)) {
            return;
        }
        Octets ni = entropy.octets(NONCE_OCTETS);
        Octets spi = entropy.espSpi();
        KeyExchangeGroup group = ChildExchange.group(config);
        KeyExchangeMethod.KeyPair pair = group == null ? null : group.method().generate(entropy);
        List<Payload> payloads = ChildExchange.request(config, old, spi, ni, group, pair);
        Pending about = new Pending.Child(old, spi, ni, pair);
        sendSealed(about, channel, ExchangeType.CREATE_CHILD_SA, payloads, nowMs);
    }

    private void sendSealed(
            Pending about, Channel channel, int exchangeType, List<Payload> payloads, long nowMs) {
        long id = channel.nextRequest++;
        outbox.request(about, channel, channel.request(exchangeType, id, payloads, entropy), nowMs);
    }

    private void end(String code, String detail) {
        if (!closed) {
            closed = true;
            outbox.settle();
            children.clear();
            queue.clear();
            actions.add(new Action.Closed(code, detail));
        }
    }

    private List<Action> drain() {
        List<Action> now = List.copyOf(actions);
        actions.clear();
        return now;
    }
}
