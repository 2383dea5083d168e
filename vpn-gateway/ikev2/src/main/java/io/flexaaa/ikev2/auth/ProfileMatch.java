package io.flexaaa.ikev2.auth;

import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.IkeConfig.IdentityMatch;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/**
 * Which {@code crypto ikev2 profile} a peer gets. Identity statements of a profile are
 * alternatives; {@code match address local} must hold as well. Where several profiles match, the
 * one whose statement says most about the peer wins (full name, then domain or network, then {@code
 * any}), and among equals the first configured: unlike IOS, which refuses an ambiguous peer,
 * because a catch-all profile beside special ones is what operators write.
 */
public final class ProfileMatch {
    private static final int NO_MATCH = -1;
    private static final int EXACT = 1_000;

    private ProfileMatch() {}

    public static @Nullable IkeProfile select(
            List<IkeProfile> profiles, PeerIdentity identity, InetAddress local) {
        return select(profiles, identity, local, null);
    }

    /**
     * @param certificate the peer's own, in DER; null when it sent none
     */
    public static @Nullable IkeProfile select(
            List<IkeProfile> profiles,
            PeerIdentity identity,
            InetAddress local,
            @Nullable Octets certificate) {
        X509Certificate parsed = certificate == null ? null : parse(certificate);
        IkeProfile best = null;
        int bestScore = NO_MATCH;
        for (IkeProfile profile : profiles) {
            if (!profile.matchAddressLocal().isEmpty()
                    && !profile.matchAddressLocal().contains(local)) {
                continue;
            }
            int score = NO_MATCH;
            for (IdentityMatch match : profile.matchIdentityRemote()) {
                score = Math.max(score, score(match, identity, parsed));
            }
            if (score > bestScore) {
                best = profile;
                bestScore = score;
            }
        }
        return best;
    }

    /** The claim only picks a profile; whether it is true is checked under that profile. */
    private static @Nullable X509Certificate parse(Octets der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der.toArray()));
        } catch (CertificateException notACertificate) {
            return null;
        }
    }

    private static int score(
            IdentityMatch match, PeerIdentity identity, @Nullable X509Certificate certificate) {
        return switch (match) {
            case IdentityMatch.Any _ -> 0;
            case IdentityMatch.Address a -> scoreAddress(a, identity);
            case IdentityMatch.Fqdn f ->
                    exact(identity, IdentityType.FQDN, f.name(), identity.text());
            case IdentityMatch.FqdnDomain d -> domain(identity, IdentityType.FQDN, d.domain(), '.');
            case IdentityMatch.Email e ->
                    exact(identity, IdentityType.EMAIL, e.name(), identity.text());
            case IdentityMatch.EmailDomain d ->
                    domain(identity, IdentityType.EMAIL, d.domain(), '@');
            case IdentityMatch.KeyId k -> scoreKeyId(k, identity);
            case IdentityMatch.KeyIdPrefix(String prefix) ->
                    identity.type() == IdentityType.KEY_ID && identity.text().startsWith(prefix)
                            ? EXACT
                            : NO_MATCH;
            case IdentityMatch.Certificate c ->
                    certificate != null && c.rules().test(certificate) ? EXACT : NO_MATCH;
        };
    }

    private static int scoreAddress(IdentityMatch.Address match, PeerIdentity identity) {
        InetAddress address = identity.asAddress();
        if (address == null) {
            return NO_MATCH;
        }
        byte[] want = match.network().getAddress();
        byte[] got = address.getAddress();
        if (want.length != got.length) {
            return NO_MATCH;
        }
        for (int bit = 0; bit < match.prefixLength(); bit++) {
            if (((want[bit >> 3] ^ got[bit >> 3]) & 0x80 >> (bit & 7)) != 0) {
                return NO_MATCH;
            }
        }
        return match.prefixLength() == want.length * 8 ? EXACT : match.prefixLength() + 1;
    }

    /** Names in DNS and mail domains are compared without case (RFC 4343). */
    private static int exact(PeerIdentity identity, IdentityType type, String want, String got) {
        return identity.type() == type && want.equalsIgnoreCase(got) ? EXACT : NO_MATCH;
    }

    private static int domain(
            PeerIdentity identity, IdentityType type, String domain, char before) {
        if (identity.type() != type) {
            return NO_MATCH;
        }
        String ending = before + domain.toLowerCase(Locale.ROOT);
        boolean inside = identity.text().toLowerCase(Locale.ROOT).endsWith(ending);
        // A longer domain says more: branch.example.com goes before example.com.
        return inside ? Math.min(domain.length() + 1, EXACT - 1) : NO_MATCH;
    }

    /** Some clients put the key id into a private "group name" type; IOS matches both alike. */
    private static int scoreKeyId(IdentityMatch.KeyId match, PeerIdentity identity) {
        boolean keyId =
                identity.type() == IdentityType.KEY_ID
                        || identity.type() == IdentityType.GROUP_NAME;
        return keyId && match.name().equals(identity.text()) ? EXACT : NO_MATCH;
    }
}
