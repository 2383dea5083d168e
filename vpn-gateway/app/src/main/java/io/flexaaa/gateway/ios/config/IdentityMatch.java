package io.flexaaa.gateway.ios.config;

/** An IKE identity pattern: {@code match identity remote} and a keyring peer's {@code identity}. */
public sealed interface IdentityMatch {
    record Any() implements IdentityMatch {}

    record Address(IpPrefix prefix) implements IdentityMatch {}

    record Fqdn(String name) implements IdentityMatch {}

    record FqdnDomain(String domain) implements IdentityMatch {}

    record Email(String name) implements IdentityMatch {}

    record EmailDomain(String domain) implements IdentityMatch {}

    record KeyId(String id) implements IdentityMatch {}

    /** The words after {@code match identity remote}. */
    default String ios() {
        return switch (this) {
            case Any() -> "any";
            case Address(IpPrefix p) when p.ipv4() ->
                    "address " + Addresses.text(p.address()) + " " + p.mask();
            case Address(IpPrefix p) -> "address " + p;
            case Fqdn(String name) -> "fqdn " + name;
            case FqdnDomain(String domain) -> "fqdn domain " + domain;
            case Email(String name) -> "email " + name;
            case EmailDomain(String domain) -> "email domain " + domain;
            case KeyId(String id) -> "key-id " + id;
        };
    }
}
