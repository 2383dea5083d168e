package io.flexaaa.server.proxy;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A realm as an operator writes it; see {@link Realm}. */
public record RealmWrite(
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable String match,
        @Nullable List<String> nas,
        @Nullable Boolean strip,
        @Nullable Boolean lookUps,
        @Nullable ReplyMode reply,
        @Nullable List<String> denyAttributes,
        @Nullable String group,
        @Nullable Boolean requireMessageAuthenticator,
        @Nullable Boolean forwardAccounting,
        @Nullable Integer timeoutMillis,
        @Nullable Integer retransmits,
        @Nullable Boolean statusServer,
        @Nullable Integer deadSeconds,
        @Nullable List<HomeWrite> homeServers) {

    /** An absent secret keeps that of the same address and port. */
    public record HomeWrite(
            @Nullable String address,
            @Nullable Integer authPort,
            @Nullable Integer acctPort,
            @Nullable String secret) {
        @Override
        public String toString() {
            return "HomeWrite[address=" + address + ", authPort=" + authPort + "]";
        }
    }
}
