package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.crypto.IkeCipher;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.SealedMessage;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Reassembler;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One IKE SA: keys, SPIs and both message windows (RFC 7296 §2.2, §2.3, window size 1). A session
 * has one, and for a moment two or three around a rekey.
 */
public final class IkeSa {
    private final long localSpi;
    private final long remoteSpi;
    private final boolean originalInitiator;
    private final IkeSuite suite;
    private IkeKeys keys;
    private final IkeCipher sealer;
    private final IkeCipher opener;
    private final boolean fragmentation;

    private long nextInbound;
    private boolean answering;
    private int lastRequestHash;
    private List<Octets> lastResponse = List.of();
    private @Nullable Reassembler inboundFragments;

    private long nextOutbound;
    private @Nullable InFlight inFlight;
    private @Nullable Reassembler responseFragments;

    /**
     * {@code originalInitiator}: we began the exchange that made this SA, so our messages carry the
     * I flag.
     */
    public IkeSa(
            long localSpi,
            long remoteSpi,
            boolean originalInitiator,
            IkeSuite suite,
            IkeKeys keys,
            boolean fragmentation) {
        this.localSpi = localSpi;
        this.remoteSpi = remoteSpi;
        this.originalInitiator = originalInitiator;
        this.suite = suite;
        this.keys = keys;
        this.sealer = IkeCipher.of(suite, keys, originalInitiator);
        this.opener = IkeCipher.of(suite, keys, !originalInitiator);
        this.fragmentation = fragmentation;
    }

    public long localSpi() {
        return localSpi;
    }

    public long remoteSpi() {
        return remoteSpi;
    }

    public long spiI() {
        return originalInitiator ? localSpi : remoteSpi;
    }

    public long spiR() {
        return originalInitiator ? remoteSpi : localSpi;
    }

    public boolean originalInitiator() {
        return originalInitiator;
    }

    public IkeSuite suite() {
        return suite;
    }

    public IkeKeys keys() {
        return keys;
    }

    /** RFC 8784 §3: what comes of SK_d, SK_pi and SK_pr from now on needs the PPK too. */
    public void mix(Secret ppk) {
        keys = SkeyseedDerivation.mixed(suite.prf(), keys, ppk);
    }

    public boolean fragmentation() {
        return fragmentation;
    }

    public IkeCipher opener() {
        return opener;
    }

    // ---- requests of the peer

    /** The id the peer's next new request must have. */
    public long nextInbound() {
        return nextInbound;
    }

    /** A new SA whose IKE_SA_INIT used up id 0 of the peer. */
    public void startInboundAt(long messageId) {
        nextInbound = messageId;
    }

    public boolean answering() {
        return answering;
    }

    public boolean isLastRequest(byte[] datagram) {
        return !lastResponse.isEmpty() && java.util.Arrays.hashCode(datagram) == lastRequestHash;
    }

    public List<Octets> lastResponse() {
        return lastResponse;
    }

    /** The peer's request is being worked on: a copy of it meanwhile is absorbed. */
    public void beginAnswering(byte[] datagram) {
        answering = true;
        inboundFragments = null;
        // Only the peer's own octets get the cached answer without a look at their checksum.
        lastRequestHash = java.util.Arrays.hashCode(datagram);
        lastResponse = List.of();
    }

    /** Seals, keeps and sends the answer to the request being worked on. */
    public void respond(Host host, Path path, int exchangeType, List<Payload> payloads) {
        IkeMessage response =
                new IkeMessage(
                        spiI(),
                        spiR(),
                        exchangeType,
                        originalInitiator,
                        true,
                        nextInbound,
                        payloads);
        lastResponse = seal(host, path, response);
        answering = false;
        nextInbound++;
        send(host, path, lastResponse);
    }

    public Reassembler inboundFragments() {
        Reassembler r = inboundFragments;
        if (r == null) {
            r = new Reassembler(MAX_FRAGMENTS, MAX_MESSAGE_OCTETS);
            inboundFragments = r;
        }
        return r;
    }

    // ---- our requests

    public @Nullable InFlight inFlight() {
        return inFlight;
    }

    public long nextOutbound() {
        return nextOutbound;
    }

    public void request(
            Host host,
            Path path,
            OwnExchange exchange,
            List<Payload> payloads,
            InFlight.Schedule schedule) {
        IkeMessage request =
                new IkeMessage(
                        spiI(),
                        spiR(),
                        exchange.exchangeType(),
                        originalInitiator,
                        false,
                        nextOutbound,
                        payloads);
        List<Octets> datagrams = seal(host, path, request);
        inFlight = new InFlight(exchange, nextOutbound, datagrams, schedule, host.nowMs());
        nextOutbound++;
        responseFragments = null;
        send(host, path, datagrams);
    }

    public Reassembler responseFragments() {
        Reassembler r = responseFragments;
        if (r == null) {
            r = new Reassembler(MAX_FRAGMENTS, MAX_MESSAGE_OCTETS);
            responseFragments = r;
        }
        return r;
    }

    /** The answer came, or none will. */
    public void settle() {
        inFlight = null;
        responseFragments = null;
    }

    /** Wipes the keys; the SA can neither open nor seal any more. */
    public void close() {
        keys.close();
    }

    /**
     * IKE messages of a PSK gateway stay far below this; it bounds what a peer can make us keep.
     */
    private static final int MAX_MESSAGE_OCTETS = 32_768;

    private static final int MAX_FRAGMENTS = 64;

    private List<Octets> seal(Host host, Path path, IkeMessage message) {
        int limit =
                fragmentation
                        ? path.messageOctets(host.config().limits().fragmentOctets())
                        : Integer.MAX_VALUE;
        List<byte[]> sealed = SealedMessage.protect(message, limit, sealer, host.entropy());
        List<Octets> out = new ArrayList<>(sealed.size());
        for (byte[] datagram : sealed) {
            out.add(Octets.wrap(datagram));
        }
        return out;
    }

    public static void send(Host host, Path path, List<Octets> datagrams) {
        for (Octets datagram : datagrams) {
            host.act(new Action.Send(path.local(), path.remote(), path.natTPort(), datagram));
        }
    }
}
