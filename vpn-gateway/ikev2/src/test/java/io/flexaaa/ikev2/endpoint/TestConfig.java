package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.EspTransform;
import io.flexaaa.ikev2.IkeConfig.IdentityMatch;
import io.flexaaa.ikev2.IkeConfig.IkePolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.IkeConfig.IkeProposal;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;

/** Configurations the tests share. */
final class TestConfig {
    static final Endpoint HUB = endpoint("198.18.0.1", 500);
    static final Endpoint HUB_4500 = endpoint("198.18.0.1", 4500);
    static final Endpoint SPOKE = endpoint("198.18.1.2", 500);

    private TestConfig() {}

    static Endpoint endpoint(String address, int port) {
        return new Endpoint(address(address), port);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Every run with the same seed is the same run. */
    static Entropy entropy(long seed) {
        return new Random(seed)::nextBytes;
    }

    static IkeProposal proposal() {
        return new IkeProposal(
                "P",
                List.of(EncryptionAlgorithm.AES_GCM_16_256, EncryptionAlgorithm.AES_CBC_256),
                List.of(IntegrityAlgorithm.HMAC_SHA2_256_128),
                List.of(PrfAlgorithm.HMAC_SHA2_256),
                List.of(KeyExchangeGroup.CURVE25519, KeyExchangeGroup.ECP_256));
    }

    static EspPolicy esp() {
        return new EspPolicy(
                "E",
                List.of(
                        new EspTransform("gcm", EncryptionAlgorithm.AES_GCM_16_256, null, true),
                        new EspTransform(
                                "cbc",
                                EncryptionAlgorithm.AES_CBC_256,
                                IntegrityAlgorithm.HMAC_SHA2_256_128,
                                false)),
                null,
                3_600,
                0,
                64,
                false,
                false);
    }

    static IkeProfile profile(Dpd dpd) {
        return new IkeProfile(
                "FLEX",
                List.of(new IdentityMatch.FqdnDomain("example.com")),
                List.of(),
                PeerIdentity.fqdn("hub.example.com"),
                Proofs.PSK,
                esp(),
                86_400,
                dpd,
                0,
                false,
                false);
    }

    static IkeConfig config() {
        return config(Dpd.OFF, IkeLimits.DEFAULT);
    }

    static IkeConfig config(Dpd dpd, IkeLimits limits) {
        return new IkeConfig(
                List.of(new IkePolicy("POL", null, List.of(proposal()))),
                List.of(profile(dpd)),
                limits);
    }

    static IkeLimits limits(int maxSa, int maxInNegotiation, int cookieThreshold) {
        IkeLimits d = IkeLimits.DEFAULT;
        return new IkeLimits(
                maxSa,
                maxInNegotiation,
                cookieThreshold,
                d.halfOpenTimeoutMs(),
                d.aaaTimeoutMs(),
                d.retransmitFirstMs(),
                d.retransmitTries(),
                d.fragmentOctets(),
                d.maxChildren(),
                d.rekeyMarginPercent());
    }
}
