package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.IkeConfig.IkePolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.IkeConfig.IkeProposal;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.SaSnapshot.Nat;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.crypto.ProposalChooser;
import io.flexaaa.ikev2.crypto.ProposalChooser.Choice;
import io.flexaaa.ikev2.crypto.ProposalChooser.Purpose;
import io.flexaaa.ikev2.crypto.SignatureAuth;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.message.CertificateRequest;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.Unknown;
import io.flexaaa.ikev2.message.VendorId;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.PeerTraits;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** IKE_SA_INIT as responder, RFC 7296 §1.2. Cookies and limits are the endpoint's. */
public final class IkeInit {
    /** Twice what RFC 7296 §2.10 asks for the weakest PRF; enough for all of them. */
    static final int NONCE_OCTETS = 32;

    private static final int X509_SIGNATURE = 4;
    private static final int SHA1_OCTETS = 20;

    /** What came of a request. */
    public sealed interface Result {
        /** A session that awaits IKE_AUTH; {@code response} is the answer to send. */
        record Accepted(Session session, Octets response) implements Result {}

        /** Answer with this notify and keep nothing; {@code why} is null for routine ones. */
        record Refused(int notifyType, Octets data, @Nullable Reason why) implements Result {}
    }

    private IkeInit() {}

    public static Result respond(Host host, IkeMessage request, Octets datagram, Path path) {
        Unknown critical = request.firstCriticalUnknown();
        if (critical != null) {
            return new Result.Refused(
                    NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD, Octets.of(critical.type()), null);
        }
        SecurityAssociation sa = request.first(SecurityAssociation.class);
        KeyExchange ke = request.first(KeyExchange.class);
        Nonce nonce = request.first(Nonce.class);
        if (sa == null || ke == null || nonce == null || !request.duplicates().isEmpty()) {
            return malformed("SA, KE and Ni must each come once in " + request);
        }
        List<IkeProposal> configured = proposals(host, path.local().address());
        Choice choice =
                ProposalChooser.choose(
                        Offers.ike(configured, ke.group()), sa.proposals(), Purpose.IKE);
        return switch (choice) {
            case Choice.NoMatch no ->
                    new Result.Refused(
                            NotifyType.NO_PROPOSAL_CHOSEN,
                            Octets.EMPTY,
                            new Reason.NoProposal(
                                    "IKE proposal", no.offered(), List.of(no.acceptable())));
            case Choice.Match(Proposal chosen) ->
                    agree(host, request, datagram, path, chosen, ke, nonce.value());
        };
    }

    private static Result agree(
            Host host,
            IkeMessage request,
            Octets datagram,
            Path path,
            Proposal chosen,
            KeyExchange ke,
            Octets ni) {
        IkeSuite suite;
        KeyExchangeMethod.Response exchange;
        try {
            suite = IkeSuite.of(chosen);
            if (suite.group().number() != ke.group()) {
                return new Result.Refused(
                        NotifyType.INVALID_KE_PAYLOAD, groupNumber(suite.group().number()), null);
            }
            exchange = suite.group().method().respond(ke.data(), host.entropy());
        } catch (DecodeException e) {
            return malformed(String.valueOf(e.getMessage()));
        }
        long localSpi = host.newIkeSpi();
        Octets nr = host.entropy().octets(NONCE_OCTETS);
        PeerTraits traits = traits(request);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(SecurityAssociation.of(chosen));
        payloads.add(new KeyExchange(suite.group().number(), exchange.publicValue()));
        payloads.add(new Nonce(nr));
        payloads.add(VendorId.FLEXVPN_SUPPORTED);
        payloads.addAll(
                NatCheck.payloads(
                        request.spiI(),
                        localSpi,
                        path.local(),
                        path.remote(),
                        forceEncapsulation(host)));
        if (traits.fragmentation()) {
            payloads.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
        }
        payloads.addAll(signatureRules(host));
        // RFC 6023 §3.1: IKE_AUTH may come without a child SA.
        payloads.add(NotifyPayload.of(NotifyType.CHILDLESS_IKEV2_SUPPORTED));
        if (traits.ppk()
                && host.config().profiles().stream().anyMatch(p -> p.proofs().ppk().known())) {
            payloads.add(NotifyPayload.of(NotifyType.USE_PPK));
        }
        Octets response =
                Octets.wrap(
                        IkeCodec.encode(
                                new IkeMessage(
                                        request.spiI(),
                                        localSpi,
                                        ExchangeType.IKE_SA_INIT,
                                        false,
                                        true,
                                        0,
                                        payloads)));
        IkeKeys keys;
        try (Secret shared = exchange.shared()) {
            keys = SkeyseedDerivation.initial(suite, ni, nr, shared, request.spiI(), localSpi);
        }
        IkeSa sa = new IkeSa(localSpi, request.spiI(), false, suite, keys, traits.fragmentation());
        sa.startInboundAt(1);
        Nat nat = NatCheck.detect(request, path.local(), path.remote());
        Session session =
                new Session(
                        host.newSessionId(),
                        path,
                        new Nat(nat.localInside(), nat.remoteInside() || forceEncapsulation(host)),
                        traits,
                        sa,
                        new Phase.AwaitingAuth(
                                new Phase.Init(datagram, response, ni, nr),
                                host.nowMs() + host.config().limits().halfOpenTimeoutMs()),
                        host.nowMs());
        return new Result.Accepted(session, response);
    }

    /**
     * The proposals of the one policy that covers this local address: one that names it, else one
     * for any address; of several the first. The rest does not count, so a strict policy is not
     * undone by the default one behind it.
     */
    static List<IkeProposal> proposals(Host host, InetAddress local) {
        IkePolicy forAny = null;
        for (IkePolicy policy : host.config().policies()) {
            InetAddress match = policy.matchAddressLocal();
            if (local.equals(match)) {
                return policy.proposals();
            }
            forAny = match == null && forAny == null ? policy : forAny;
        }
        return forAny == null ? List.of() : forAny.proposals();
    }

    /** The profile is not known yet, so one that wants it decides for all. */
    private static boolean forceEncapsulation(Host host) {
        return host.config().profiles().stream().anyMatch(p -> p.forceEncap());
    }

    private static PeerTraits traits(IkeMessage request) {
        boolean flexVpn = false;
        boolean dynamicRoute = false;
        boolean ios = false;
        for (VendorId v : request.all(VendorId.class)) {
            flexVpn |= v.equals(VendorId.FLEXVPN_SUPPORTED);
            dynamicRoute |= v.equals(VendorId.CISCO_DYNAMIC_ROUTE);
            // strongSwan can be told to claim FLEXVPN-SUPPORTED; only IOS says this one.
            ios |= v.equals(VendorId.CISCO_VPN_REV_02) || v.equals(VendorId.CISCO_DELETE_REASON);
        }
        return new PeerTraits(
                request.hasNotification(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED),
                flexVpn,
                dynamicRoute,
                ios,
                hashes(request),
                Redirection.knows(request),
                Redirection.from(request),
                request.hasNotification(NotifyType.USE_PPK));
    }

    /** RFC 7427 §4: two octets a hash. */
    private static Set<Integer> hashes(IkeMessage request) {
        NotifyPayload notify = request.notification(NotifyType.SIGNATURE_HASH_ALGORITHMS);
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; notify != null && i + 1 < notify.data().length(); i += 2) {
            hashes.add(notify.data().u8(i) << 8 | notify.data().u8(i + 1));
        }
        return hashes;
    }

    /**
     * CERTREQ, the hashes we verify and RFC 4739; the profile is not known yet, so for all of them.
     */
    private static List<Payload> signatureRules(Host host) {
        List<Payload> payloads = new ArrayList<>();
        WireWriter authorities = new WireWriter();
        Set<Octets> told = new HashSet<>();
        boolean signatures = false;
        for (IkeProfile profile : host.config().profiles()) {
            signatures |= profile.proofs().signatures();
            Octets all = profile.proofs().authorities();
            for (int i = 0; i + SHA1_OCTETS <= all.length(); i += SHA1_OCTETS) {
                Octets one = all.slice(i, i + SHA1_OCTETS);
                if (told.add(one)) {
                    authorities.octets(one);
                }
            }
        }
        if (!told.isEmpty()) {
            payloads.add(new CertificateRequest(X509_SIGNATURE, authorities.toOctets()));
        }
        if (host.config().profiles().stream().anyMatch(p -> p.proofs().eapFollows())) {
            payloads.add(NotifyPayload.of(NotifyType.MULTIPLE_AUTH_SUPPORTED));
        }
        if (signatures) {
            WireWriter hashes = new WireWriter();
            SignatureAuth.HASHES.forEach(hash -> hashes.u16(hash.number()));
            payloads.add(NotifyPayload.of(NotifyType.SIGNATURE_HASH_ALGORITHMS, hashes.toOctets()));
        }
        return payloads;
    }

    static Octets groupNumber(int group) {
        return new WireWriter().u16(group).toOctets();
    }

    private static Result malformed(String detail) {
        return new Result.Refused(
                NotifyType.INVALID_SYNTAX,
                Octets.EMPTY,
                new Reason.MalformedMessage("IKE_SA_INIT", detail));
    }

    /** An unprotected answer that keeps no state, RFC 7296 §2.21.1. */
    public static Octets unprotected(
            long spiI, int exchangeType, long messageId, NotifyPayload notification) {
        return Octets.wrap(
                IkeCodec.encode(
                        new IkeMessage(
                                spiI,
                                0,
                                exchangeType,
                                false,
                                true,
                                messageId,
                                List.of(notification))));
    }
}
