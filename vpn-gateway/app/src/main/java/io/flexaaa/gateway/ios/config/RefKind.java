package io.flexaaa.gateway.ios.config;

/** What a name in the configuration may point at, and the line that would define it. */
enum RefKind {
    LOGIN_LIST("login list", "aaa authentication login %s group radius"),
    NETWORK_LIST("authorization list", "aaa authorization network %s group radius"),
    ACCOUNTING_LIST("accounting list", "aaa accounting network %s start-stop group radius"),
    SERVER_GROUP("server group", "aaa group server radius %s"),
    RADIUS_SERVER("RADIUS server", "radius server %s"),
    ATTRIBUTE_LIST("attribute list", "aaa attribute list %s"),
    PROPOSAL("IKEv2 proposal", "crypto ikev2 proposal %s"),
    KEYRING("keyring", "crypto ikev2 keyring %s"),
    NAME_MANGLER("name mangler", "crypto ikev2 name-mangler %s"),
    IKEV2_PROFILE("IKEv2 profile", "crypto ikev2 profile %s"),
    TRANSFORM_SET("transform set", "crypto ipsec transform-set %s esp-gcm 256"),
    IPSEC_PROFILE("IPsec profile", "crypto ipsec profile %s"),
    TRUSTPOINT("trustpoint", "crypto pki trustpoint %s"),
    CERTIFICATE_MAP("certificate map", "crypto pki certificate map %s 10"),
    INTERFACE("interface", "interface %s"),
    IPV4_POOL("address pool", "ip local pool %s LOW HIGH"),
    IPV6_POOL("IPv6 pool", "ipv6 local pool %s PREFIX/LENGTH ASSIGN-LENGTH"),
    ACCESS_LIST("access list", "ip access-list extended %s"),
    IPV6_ACCESS_LIST("IPv6 access list", "ipv6 access-list %s"),
    POLICY_MAP("policy map", "policy-map %s");

    private final String label;
    private final String definition;

    RefKind(String label, String definition) {
        this.label = label;
        this.definition = definition;
    }

    String label() {
        return label;
    }

    /** The line to add. */
    String definition(String name) {
        return definition.formatted(name);
    }
}
