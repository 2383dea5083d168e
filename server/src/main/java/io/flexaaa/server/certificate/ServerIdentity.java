package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What this server shows in a TLS handshake. Immutable: a renewed certificate is a new object, so
 * an SSLContext may be kept for as long as {@link ServerIdentities} returns the same one.
 *
 * @param chain leaf first, without the root where that is known
 */
public record ServerIdentity(TlsUse use, PrivateKey key, List<X509Certificate> chain) {

    private static final String ALIAS = "server";

    public ServerIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) throw new IllegalArgumentException("a server identity needs a chain");
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** For {@code SSLContext.init}. */
    public X509ExtendedKeyManager keyManager() {
        return new OneKey(this);
    }

    @Override
    public String toString() {
        return "ServerIdentity[" + use.code() + " " + certificate().getSubjectX500Principal() + "]";
    }

    /** JSSE asks it for one alias a key type and then for that alias's chain and key. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final ServerIdentity identity;

        OneKey(ServerIdentity identity) {
            this.identity = identity;
        }

        private @Nullable String aliasOf(String keyType) {
            // JSSE names EC keys both EC and, in TLS 1.2 suites, EC_EC or EC_RSA by the signer.
            String type = keyType.indexOf('_') < 0 ? keyType : keyType.substring(0, 2);
            return type.equals(identity.key.getAlgorithm())
                            || (type.equals("RSASSA-PSS")
                                    && identity.key.getAlgorithm().equals("RSA"))
                    ? ALIAS
                    : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return aliasOf(keyType);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return aliasOf(keyType);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return ALIAS.equals(alias) ? identity.chain.toArray(X509Certificate[]::new) : null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return ALIAS.equals(alias) ? identity.key : null;
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            String alias = aliasOf(keyType);
            return alias == null ? null : new String[] {alias};
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
