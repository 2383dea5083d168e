package io.flexaaa.gateway.session;

import io.flexaaa.gateway.anyconnect.AnyConnectLogin;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalAuthentication;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.ios.config.Ikev2Profile.RemoteAuthentication;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.EapRules;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** {@code authentication local} and {@code remote} of a profile, with what they need. */
final class IkeProofs {
    /** A person types a password, and then perhaps a code. */
    private static final long ANYCONNECT_TIMEOUT_MS = 120_000;

    private static final Set<AuthMethod> RSA = Set.of(AuthMethod.RSA);

    /** IOS has no keyword for EdDSA; who asks for elliptic curves gets it, too. */
    private static final Set<AuthMethod> CURVES = Set.of(AuthMethod.ECDSA, AuthMethod.EDDSA);

    /** The profile cannot be run; the message says why. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private final Pki pki;
    private final Consumer<String> warn;

    IkeProofs(Pki pki, Consumer<String> warn) {
        this.pki = pki;
        this.warn = warn;
    }

    IkeConfig.Proofs of(Ikev2Profile profile) throws Unusable {
        LocalProof local = local(profile);
        Set<AuthMethod> remote = EnumSet.noneOf(AuthMethod.class);
        EapRules eap = null;
        for (RemoteAuthentication method : profile.remoteAuthentications()) {
            switch (method) {
                case RemoteAuthentication.PreShare _ -> remote.add(AuthMethod.PSK);
                case RemoteAuthentication.RsaSig() -> addVerifiable(profile, remote, RSA);
                case RemoteAuthentication.EcdsaSig() -> addVerifiable(profile, remote, CURVES);
                case RemoteAuthentication.Eap(boolean query, int timeoutSeconds) -> {
                    if (eapPossible(profile, local)) {
                        remote.add(AuthMethod.EAP);
                        eap =
                                new EapRules(
                                        query,
                                        timeoutSeconds * 1_000L,
                                        profile.options().certificateThenEap());
                    }
                }
                case RemoteAuthentication.AnyConnectEap _ -> {
                    if (anyConnectPossible(profile, local)) {
                        remote.add(AuthMethod.EAP);
                        eap = new EapRules(false, ANYCONNECT_TIMEOUT_MS);
                    }
                }
            }
        }
        if (remote.isEmpty()) {
            throw new Unusable("it has no `authentication remote` that this gateway can run");
        }
        checkTwo(profile, local, remote, eap);
        boolean verifies = remote.stream().anyMatch(AuthMethod::signature);
        return new IkeConfig.Proofs(
                local, remote, eap, verifies ? pki.authorityHashes(profile) : Octets.EMPTY);
    }

    private LocalProof local(Ikev2Profile profile) throws Unusable {
        if (profile.options().eapOnly() && profile.localAuthentication() != null) {
            throw new Unusable(
                    "it has `authentication local` beside `linux authentication eap-only`, which"
                            + " means that there is none; remove one of the two");
        }
        return switch (profile.localAuthentication()) {
            case null -> {
                if (profile.options().eapOnly()) {
                    yield new LocalProof.EapOnly();
                }
                throw new Unusable("it has no `authentication local` line");
            }
            case LocalAuthentication.PreShare _ -> new LocalProof.PreShared();
            case LocalAuthentication.RsaSig() -> certificate(profile, RSA, "rsa-sig");
            case LocalAuthentication.EcdsaSig() -> certificate(profile, CURVES, "ecdsa-sig");
        };
    }

    private static void checkTwo(
            Ikev2Profile profile, LocalProof local, Set<AuthMethod> remote, @Nullable EapRules eap)
            throws Unusable {
        boolean certificate = remote.stream().anyMatch(AuthMethod::signature);
        if (local instanceof LocalProof.EapOnly && !remote.equals(EnumSet.of(AuthMethod.EAP))) {
            throw new Unusable(
                    "without `authentication local` its only `authentication remote` can be eap");
        }
        if (profile.options().certificateThenEap() && (eap == null || !certificate)) {
            throw new Unusable(
                    "`linux authentication certificate-then-eap` needs `authentication remote"
                            + " rsa-sig` or `ecdsa-sig` and `authentication remote eap`, both of"
                            + " which can be run");
        }
    }

    private LocalProof certificate(Ikev2Profile profile, Set<AuthMethod> kinds, String word)
            throws Unusable {
        SigningIdentity own = pki.signing(profile, kinds);
        if (own == null) {
            throw new Unusable(
                    "`authentication local "
                            + word
                            + "` has no certificate with such a key; add `crypto pki trustpoint`"
                            + " with `linux pkcs12 FILE`, or `linux certificate` and `linux"
                            + " private-key`, and name it with `pki trustpoint`");
        }
        return new LocalProof.Certificate(own);
    }

    private void addVerifiable(
            Ikev2Profile profile, Set<AuthMethod> remote, Set<AuthMethod> kinds) {
        if (pki.verifying(profile).isEmpty()) {
            leftOut(profile, "by certificate", "no trustpoint of it has a `linux ca-certificate`");
        } else {
            remote.addAll(kinds);
        }
    }

    private boolean eapPossible(Ikev2Profile profile, LocalProof local) {
        if (local instanceof LocalProof.PreShared) {
            leftOut(
                    profile,
                    "eap",
                    "RFC 7296 §2.16 wants a certificate of ours: `authentication local rsa-sig`, or"
                            + " `linux authentication eap-only` alone");
            return false;
        }
        boolean list =
                profile.authenticationLists().stream().anyMatch(a -> a.method() == Method.EAP);
        if (!list) {
            leftOut(profile, "eap", "it has no `aaa authentication eap LIST`");
        }
        return list;
    }

    private boolean anyConnectPossible(Ikev2Profile profile, LocalProof local) {
        boolean list =
                profile.authenticationLists().stream()
                        .anyMatch(a -> a.method() == Method.ANYCONNECT_EAP);
        String why = null;
        if (!(local instanceof LocalProof.Certificate)) {
            why = "it wants a certificate of ours: `authentication local rsa-sig`";
        } else if (!list) {
            why = "it has no `aaa authentication anyconnect-eap LIST`";
        } else if (!AnyConnectLogin.isFor(profile)) {
            why = "it stands beside eap; give its clients a profile of their own";
        }
        if (why != null) {
            leftOut(profile, "anyconnect-eap", why);
        }
        return why == null;
    }

    private void leftOut(Ikev2Profile profile, String method, String why) {
        warn.accept(
                "ikev2 profile "
                        + profile.name()
                        + ": authentication remote "
                        + method
                        + " is not in use: "
                        + why);
    }
}
