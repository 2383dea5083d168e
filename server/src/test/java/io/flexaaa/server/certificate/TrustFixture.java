package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.AuthorityRepository;
import io.flexaaa.server.certificate.store.CertificateRepository;
import io.flexaaa.server.certificate.store.TlsIdentityRepository;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Certificates in force for tests of other packages, without a database. */
public final class TrustFixture extends TrustKeeper {

    private final TrustState state;

    /**
     * @param key of the first certificate of {@code chain}
     * @param authority whose client certificates are taken, less the revoked
     */
    @SuppressWarnings("NullAway") // Without rows nothing is unsealed.
    public TrustFixture(
            PrivateKey key,
            List<X509Certificate> chain,
            X509Certificate authority,
            Set<BigInteger> revoked) {
        super(
                empty(AuthorityRepository.class),
                empty(CertificateRepository.class),
                empty(TlsIdentityRepository.class),
                null,
                _ -> {});
        this.state =
                new TrustState(
                        1,
                        Map.of(TlsUse.EAP, new ServerIdentity(TlsUse.EAP, key, chain)),
                        List.of(
                                new TrustedAuthority(
                                        1,
                                        "test",
                                        authority,
                                        Set.of(TlsUse.EAP),
                                        NameMapping.DEFAULT,
                                        revoked,
                                        CheckMode.OFF,
                                        null,
                                        CheckMode.OFF,
                                        null)));
    }

    @SuppressWarnings("NullAway") // As above.
    private TrustFixture() {
        super(
                empty(AuthorityRepository.class),
                empty(CertificateRepository.class),
                empty(TlsIdentityRepository.class),
                null,
                _ -> {});
        this.state = TrustState.EMPTY;
    }

    /** No authority at all. */
    public static ClientTrust nobody() {
        return new TrustFixture().trust();
    }

    /** A table without rows, at version 0. */
    private static <T> T empty(Class<T> repository) {
        return repository.cast(
                Proxy.newProxyInstance(
                        repository.getClassLoader(),
                        new Class<?>[] {repository},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "changeVersion" -> 0L;
                                    case "findAll" -> List.of();
                                    default -> throw new IllegalStateException(method.toString());
                                }));
    }

    @Override
    TrustState current() {
        return state;
    }

    public ServerIdentities identities() {
        return new ServerIdentities(this);
    }

    public ClientTrust trust() {
        Clock clock = Clock.systemUTC();
        return new ClientTrust(
                this, new OcspClient(new OcspQuery(new SecureRandom()), clock), clock);
    }
}
