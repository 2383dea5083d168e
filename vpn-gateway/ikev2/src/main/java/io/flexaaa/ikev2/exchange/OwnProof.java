package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.crypto.SignatureAuth;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Certificate;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** How we prove ourselves to the peer: IDr, CERT and AUTH of IKE_AUTH's answer. */
final class OwnProof {
    private static final int X509_SIGNATURE = 4;

    private OwnProof() {}

    static Phase.Proof preShared(Session session, Phase.Claim claim, Secret key) {
        Identification idR = identification(claim);
        PrfAlgorithm prf = session.sa().suite().prf();
        Octets auth = PskAuth.auth(prf, key, signedOctets(session, claim, idR));
        List<Payload> payloads = new ArrayList<>();
        payloads.add(idR);
        payloads.add(new Authentication(Authentication.SHARED_KEY, auth));
        payloads.addAll(PpkChoice.confirmation(session));
        return new Phase.Proof(identity(claim), AuthMethod.PSK, payloads);
    }

    /**
     * @throws GeneralSecurityException our key cannot sign for this peer
     */
    static Phase.Proof signature(Session session, Phase.Claim claim, SigningIdentity own)
            throws GeneralSecurityException {
        Identification idR = identification(claim);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(idR);
        own.chain().forEach(der -> payloads.add(new Certificate(X509_SIGNATURE, der)));
        payloads.add(
                SignatureAuth.sign(
                        own,
                        signedOctets(session, claim, idR),
                        session.traits().signatureHashes()));
        payloads.addAll(PpkChoice.confirmation(session));
        return new Phase.Proof(identity(claim), own.kind(), payloads);
    }

    /** RFC 5998: who we are; that it is true the EAP method shows. */
    static Phase.Proof eapOnly(Phase.Claim claim) {
        return new Phase.Proof(identity(claim), AuthMethod.EAP, List.of(identification(claim)));
    }

    /** The second AUTH of EAP, with the key of the method or SK_pr (RFC 7296 §2.16). */
    static Phase.Proof afterEap(Session session, Phase.Claim claim, Phase.Proof first, Secret key) {
        PrfAlgorithm prf = session.sa().suite().prf();
        Octets auth = PskAuth.auth(prf, key, signedOctets(session, claim, identification(claim)));
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new Authentication(Authentication.SHARED_KEY, auth));
        if (first.method() == AuthMethod.EAP) {
            payloads.addAll(PpkChoice.confirmation(session));
        }
        return new Phase.Proof(first.identity(), first.method(), payloads);
    }

    private static Octets signedOctets(Session session, Phase.Claim claim, Identification idR) {
        IkeSa sa = session.sa();
        return PskAuth.signedOctets(
                sa.suite().prf(), claim.init().response(), claim.init().ni(), sa.keys().pr(), idR);
    }

    /** What the peer's AUTH is to cover. */
    static Octets peersSignedOctets(Session session, Phase.Claim claim) {
        IkeSa sa = session.sa();
        return PskAuth.signedOctets(
                sa.suite().prf(),
                claim.init().request(),
                claim.init().nr(),
                sa.keys().pi(),
                claim.idI());
    }

    private static Identification identification(Phase.Claim claim) {
        PeerIdentity identity = identity(claim);
        return new Identification(false, identity.type().number(), identity.data());
    }

    private static PeerIdentity identity(Phase.Claim claim) {
        PeerIdentity configured = claim.profile().identityLocal();
        return configured != null
                ? configured
                : PeerIdentity.address(claim.path().local().address());
    }
}
