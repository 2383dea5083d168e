package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Which identity each TLS listener shows now. From memory; null until a certificate was assigned to
 * the use. Ask for each new connection: a renewed certificate is then in force without a restart.
 */
@Service
public class ServerIdentities {

    private final TrustKeeper keeper;

    ServerIdentities(TrustKeeper keeper) {
        this.keeper = keeper;
    }

    public @Nullable ServerIdentity eap() {
        return of(TlsUse.EAP);
    }

    public @Nullable ServerIdentity radsec() {
        return of(TlsUse.RADSEC);
    }

    public @Nullable ServerIdentity of(TlsUse use) {
        return keeper.current().identities().get(use);
    }

    /** Changes whenever an identity or what is trusted changes. */
    public long version() {
        return keeper.current().version();
    }
}
