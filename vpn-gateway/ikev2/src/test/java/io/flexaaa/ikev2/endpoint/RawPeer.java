package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.crypto.IkeCipher;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.crypto.SealedMessage;
import io.flexaaa.ikev2.crypto.SealedMessage.Opened;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.initiator.ProposalText;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IdType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.TrafficSelector;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A peer that says exactly what a test tells it to, right or wrong. */
final class RawPeer {
    final Hub hub;
    final Entropy entropy;
    final long spiI;
    Endpoint at = TestConfig.SPOKE;
    long nowMs = 1_000;
    long spiR;
    private final KeyExchangeMethod.KeyPair pair;
    private final Octets ni;
    private Octets initRequest = Octets.EMPTY;
    private Octets initAnswer = Octets.EMPTY;
    private Octets nr = Octets.EMPTY;
    private @Nullable IkeSuite suite;
    private @Nullable IkeKeys keys;
    private @Nullable IkeCipher sealer;
    private @Nullable IkeCipher opener;

    RawPeer(Hub hub, long seed) {
        this.hub = hub;
        this.entropy = TestConfig.entropy(seed);
        this.spiI = entropy.nonZeroLong();
        this.pair = KeyExchangeGroup.CURVE25519.method().generate(entropy);
        this.ni = entropy.octets(32);
    }

    List<Payload> initPayloads() {
        return new ArrayList<>(
                List.of(
                        SecurityAssociation.of(ProposalText.ike(1, Lab.IKE)),
                        new KeyExchange(31, pair.publicValue()),
                        new Nonce(ni)));
    }

    /** Sends octets; what comes back, in order. */
    List<Octets> send(Octets datagram) {
        hub.handle(new Event.Datagram(TestConfig.HUB, at, false, datagram), nowMs);
        List<Octets> answers = new ArrayList<>();
        while (!hub.sent.isEmpty()) {
            Action.Send s = hub.sent.remove();
            answers.add(s.bytes());
        }
        return answers;
    }

    Octets plain(int exchangeType, long spiR, long messageId, List<Payload> payloads) {
        return Octets.wrap(
                IkeCodec.encode(
                        new IkeMessage(
                                spiI, spiR, exchangeType, true, false, messageId, payloads)));
    }

    /** IKE_SA_INIT; the one answer, in the clear. */
    IkeMessage init(List<Payload> payloads) throws DecodeException {
        initRequest = plain(ExchangeType.IKE_SA_INIT, 0, 0, payloads);
        initAnswer = send(initRequest).getFirst();
        return IkeCodec.decode(initAnswer);
    }

    /** A good IKE_SA_INIT, so that there are keys. */
    RawPeer keyed() throws DecodeException {
        return keyed(initPayloads());
    }

    RawPeer keyed(List<Payload> initPayloads) throws DecodeException {
        IkeMessage answer = init(initPayloads);
        KeyExchange ke = answer.first(KeyExchange.class);
        Nonce nonce = answer.first(Nonce.class);
        SecurityAssociation sa = answer.first(SecurityAssociation.class);
        if (ke == null || nonce == null || sa == null) {
            throw new AssertionError("refused: " + answer);
        }
        spiR = answer.spiR();
        nr = nonce.value();
        IkeSuite agreed = IkeSuite.of(sa.proposals().getFirst());
        IkeKeys made =
                SkeyseedDerivation.initial(agreed, ni, nr, pair.shared(ke.data()), spiI, spiR);
        suite = agreed;
        keys = made;
        sealer = IkeCipher.of(agreed, made, true);
        opener = IkeCipher.of(agreed, made, false);
        return this;
    }

    /** A good IKE_AUTH after that. */
    RawPeer up() throws DecodeException {
        keyed();
        send(sealed(ExchangeType.IKE_AUTH, 1, authPayloads("spoke key")));
        return this;
    }

    List<Payload> authPayloads(String key) {
        Identification id = new Identification(true, IdType.FQDN, Octets.ofUtf8("br1.example.com"));
        if (suite == null || keys == null) {
            throw new AssertionError("no keys yet");
        }
        Octets signed = PskAuth.signedOctets(suite.prf(), initRequest, nr, keys.pi(), id);
        Octets auth = PskAuth.auth(suite.prf(), Secret.ofUtf8(key), signed);
        return new ArrayList<>(
                List.of(
                        id,
                        new Authentication(Authentication.SHARED_KEY, auth),
                        SecurityAssociation.of(
                                ProposalText.esp(1, Lab.ESP).withSpi(Octets.of(9, 9, 9, 9))),
                        new TrafficSelectors(true, List.of(TrafficSelector.ANY_IPV4)),
                        new TrafficSelectors(false, List.of(TrafficSelector.ANY_IPV4))));
    }

    /** What this peer has to sign or to MAC. */
    Octets signedOctets() {
        return signedOctets(
                new Identification(true, IdType.FQDN, Octets.ofUtf8("br1.example.com")));
    }

    Octets signedOctets(Identification id) {
        return signedOctets(id, keys().pi());
    }

    Octets signedOctets(Identification id, Secret pi) {
        return PskAuth.signedOctets(suite().prf(), initRequest, nr, pi, id);
    }

    /** The octets the hub's AUTH covers, with a key of its. */
    Octets hubsSignedOctets(Identification idR, Secret pr) {
        return PskAuth.signedOctets(suite().prf(), initAnswer, ni, pr, idR);
    }

    /** The octets the hub's AUTH covers. */
    Octets hubsSignedOctets(Identification idR) {
        return PskAuth.signedOctets(suite().prf(), initAnswer, ni, keys().pr(), idR);
    }

    IkeSuite suite() {
        return Objects.requireNonNull(suite, "no keys yet");
    }

    IkeKeys keys() {
        return Objects.requireNonNull(keys, "no keys yet");
    }

    Octets sealed(int exchangeType, long messageId, List<Payload> payloads) {
        return sealed(exchangeType, messageId, false, payloads);
    }

    Octets sealed(int exchangeType, long messageId, boolean response, List<Payload> payloads) {
        if (sealer == null) {
            throw new AssertionError("no keys yet");
        }
        return Octets.wrap(
                SealedMessage.protect(
                        new IkeMessage(
                                spiI, spiR, exchangeType, true, response, messageId, payloads),
                        sealer,
                        entropy));
    }

    IkeMessage open(Octets datagram) throws DecodeException {
        if (opener == null) {
            throw new AssertionError("no keys yet");
        }
        byte[] b = datagram.toArray();
        return ((Opened.Whole) SealedMessage.unprotect(b, 0, b.length, opener)).message();
    }

    /** One protected exchange. */
    IkeMessage exchange(int exchangeType, long messageId, List<Payload> payloads)
            throws DecodeException {
        return open(send(sealed(exchangeType, messageId, payloads)).getFirst());
    }
}
