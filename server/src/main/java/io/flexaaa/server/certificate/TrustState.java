package io.flexaaa.server.certificate;

import java.util.List;
import java.util.Map;

/** Identities and authorities in force. Immutable. */
record TrustState(
        long version, Map<TlsUse, ServerIdentity> identities, List<TrustedAuthority> authorities) {

    static final TrustState EMPTY = new TrustState(0, Map.of(), List.of());

    TrustState {
        identities = Map.copyOf(identities);
        authorities = List.copyOf(authorities);
    }
}
