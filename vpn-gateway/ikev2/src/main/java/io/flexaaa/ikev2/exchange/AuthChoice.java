package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.SignatureAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyType;

import java.util.Set;

/** How the peer's first IKE_AUTH request wants it to be proved, and whether the profile has it. */
sealed interface AuthChoice {
    /** Which kind of key a signature was made with is seen later: RSA stands for all of them. */
    record Proof(AuthMethod method) implements AuthChoice {}

    record Refused(Reason why) implements AuthChoice {}

    static AuthChoice of(IkeMessage m, PeerIdentity identity, Proofs proofs) {
        Authentication auth = m.first(Authentication.class);
        boolean twice = m.hasNotification(NotifyType.ANOTHER_AUTH_FOLLOWS);
        if (twice != proofs.eapFollows()) {
            return new Refused(new Reason.MultipleAuthRefused(identity, twice));
        }
        Set<AuthMethod> allowed = proofs.remote();
        boolean fine;
        AuthMethod method;
        if (auth == null) {
            // RFC 7296 §2.16: without AUTH the peer asks for EAP. As the first of two it would come
            // in the wrong order; without a certificate of ours it must be content with EAP alone
            // (RFC 5998 §3).
            method = AuthMethod.EAP;
            fine =
                    allowed.contains(method)
                            && !twice
                            && (proofs.local() instanceof LocalProof.Certificate
                                    || m.hasNotification(NotifyType.EAP_ONLY_AUTHENTICATION));
        } else if (auth.method() == Authentication.SHARED_KEY) {
            method = AuthMethod.PSK;
            fine = allowed.contains(method) && !twice;
        } else {
            method = AuthMethod.RSA;
            fine =
                    SignatureAuth.isSignature(auth.method())
                            && allowed.stream().anyMatch(AuthMethod::signature);
        }
        return fine
                ? new Proof(method)
                : new Refused(
                        new Reason.AuthMethodRefused(
                                identity, auth == null ? 0 : auth.method(), allowed));
    }
}
