package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.SignatureAuth;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Certificate;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;

/**
 * Certificates and signatures, RFC 7296 §2.15, §3.6 and RFC 7427. Whether a chain is trusted is the
 * shell's to say; that its key made the signature is found out here.
 */
final class CertificateProof {
    private static final int X509_SIGNATURE = 4;

    /** Longer chains are nobody's; each certificate costs a signature check. */
    private static final int MOST_CERTIFICATES = 8;

    private CertificateProof() {}

    /** The peer's own certificate: RFC 7296 §3.6 has it first. */
    static @Nullable Octets ownCertificate(IkeMessage m) {
        List<Octets> chain = chain(m);
        return chain.isEmpty() ? null : chain.getFirst();
    }

    private static List<Octets> chain(IkeMessage m) {
        return m.all(Certificate.class).stream()
                .filter(c -> c.encoding() == X509_SIGNATURE)
                .limit(MOST_CERTIFICATES)
                .map(Certificate::data)
                .toList();
    }

    static void ask(Host host, Session session, Phase.Claim claim) {
        long requestId = host.newRequestId(session);
        session.become(new Phase.CheckingCertificate(claim, requestId, IkeAuth.aaaDeadline(host)));
        host.act(
                new Action.CheckCertificate(
                        requestId,
                        session.id(),
                        claim.profile().name(),
                        claim.identity(),
                        claim.path().local(),
                        claim.path().remote(),
                        chain(claim.request())));
    }

    static void trusted(
            Host host, Session session, Phase.CheckingCertificate phase, PublicKey key) {
        Phase.Claim claim = phase.claim();
        Authentication auth;
        switch (PpkChoice.settle(session, claim, null)) {
            case PpkChoice.Refused(Reason why) -> {
                IkeAuth.refuse(host, session, why);
                return;
            }
            case PpkChoice.Settled(Authentication settled) ->
                    auth = Objects.requireNonNull(settled);
        }
        AuthMethod kind = SignatureAuth.kind(key);
        Octets signed = OwnProof.peersSignedOctets(session, claim);
        if (kind == null || !SignatureAuth.verify(auth, key, signed)) {
            IkeAuth.refuse(
                    host, session, new Reason.SignatureMismatch(claim.identity(), auth.method()));
            return;
        }
        if (!claim.profile().proofs().remote().contains(kind)) {
            IkeAuth.refuse(
                    host,
                    session,
                    new Reason.AuthMethodRefused(
                            claim.identity(), auth.method(), claim.profile().proofs().remote()));
            return;
        }
        Phase.Claim proved = claim.asProved(kind);
        switch (claim.profile().proofs().local()) {
            case LocalProof.Certificate(var own) -> proved(host, session, proved, own);
            // Only for our own key: the peer has proved itself already.
            case LocalProof.PreShared() -> PskProof.ask(host, session, proved);
            // AuthChoice let nobody but EAP peers in.
            case LocalProof.EapOnly() -> throw new IllegalStateException("a chain, and no proof");
        }
    }

    /** The peer is who it says; sign, and go on. */
    static void proved(Host host, Session session, Phase.Claim claim, SigningIdentity own) {
        Phase.Proof proof = sign(host, session, claim, own);
        if (proof == null) {
            return;
        }
        if (claim.method().signature() && claim.profile().proofs().eapFollows()) {
            EapRelay.wanted(host, session, claim, proof);
        } else {
            IkeAuth.proved(host, session, claim, proof);
        }
    }

    /** Our signature, or null and the peer refused. */
    static Phase.@Nullable Proof sign(
            Host host, Session session, Phase.Claim claim, SigningIdentity own) {
        try {
            return OwnProof.signature(session, claim, own);
        } catch (GeneralSecurityException e) {
            IkeAuth.refuse(
                    host,
                    session,
                    new Reason.CannotSign(claim.identity(), String.valueOf(e.getMessage())));
            return null;
        }
    }
}
