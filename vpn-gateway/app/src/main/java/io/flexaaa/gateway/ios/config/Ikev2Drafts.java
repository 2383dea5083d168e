package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** IKEv2 sections while they are being read. */
final class Ikev2Drafts {
    private Ikev2Drafts() {}

    /** The one called default starts as IOS has it; each line replaces that list. */
    static final class Proposal {
        final String name;
        List<Ikev2Config.Encryption> encryption = List.of();
        List<Ikev2Config.Hash> integrity = List.of();
        List<Ikev2Config.Hash> prf = List.of();
        List<Integer> groups = List.of();
        List<String> pqc = List.of();
        boolean pqcOptional;

        Proposal(String name) {
            this.name = name;
            if (name.equals("default")) {
                reset(Ikev2Config.Proposal.DEFAULT);
            }
        }

        private void reset(Ikev2Config.Proposal from) {
            encryption = from.encryption();
            integrity = from.integrity();
            groups = from.groups();
        }

        Ikev2Config.Proposal build() {
            return new Ikev2Config.Proposal(
                    name, encryption, integrity, prf, groups, pqc, pqcOptional);
        }
    }

    static final class Policy {
        final String name;
        @Nullable String fvrf;
        final List<InetAddress> localAddresses = new ArrayList<>();
        final List<String> proposals = new ArrayList<>();

        Policy(String name) {
            this.name = name;
        }

        Ikev2Config.Policy build() {
            return new Ikev2Config.Policy(
                    name,
                    fvrf,
                    localAddresses,
                    proposals.isEmpty() ? List.of("default") : proposals);
        }
    }

    static final class Keyring {
        final String name;
        final Map<String, Peer> peers = new LinkedHashMap<>();

        Keyring(String name) {
            this.name = name;
        }

        Ikev2Config.Keyring build() {
            Map<String, Ikev2Config.Peer> built = new LinkedHashMap<>();
            peers.forEach((n, p) -> built.put(n, p.build()));
            return new Ikev2Config.Keyring(name, built);
        }
    }

    static final class Peer {
        final String name;
        @Nullable String description;
        @Nullable IpPrefix address;
        @Nullable String hostname;
        @Nullable IdentityMatch identity;
        @Nullable ConfigKey symmetric;
        @Nullable ConfigKey local;
        @Nullable ConfigKey remote;
        Ikev2Config.@Nullable Ppk ppk;

        Peer(String name) {
            this.name = name;
        }

        Ikev2Config.Peer build() {
            return new Ikev2Config.Peer(
                    name, description, address, hostname, identity, symmetric, local, remote, ppk);
        }
    }

    static final class Mangler {
        final String name;
        Ikev2Config.@Nullable FqdnPart fqdn;
        Ikev2Config.@Nullable EmailPart email;
        Ikev2Config.@Nullable DnField dn;
        Ikev2Config.@Nullable EapRule eap;

        Mangler(String name) {
            this.name = name;
        }

        Ikev2Config.NameMangler build() {
            return new Ikev2Config.NameMangler(name, fqdn, email, dn, eap);
        }
    }

    static final class Redirects {
        boolean init;
        final List<String> gateways = new ArrayList<>();
        int fromSessions;

        Ikev2Config.Redirects build() {
            return new Ikev2Config.Redirects(init, gateways, fromSessions);
        }
    }

    static final class Globals {
        @Nullable Integer cookieChallenge;
        int maxInNegotiationIncoming = Ikev2Config.Globals.IOS.maxInNegotiationIncoming();
        int maxInNegotiationOutgoing = Ikev2Config.Globals.IOS.maxInNegotiationOutgoing();
        @Nullable Integer maxSa;
        int window = Ikev2Config.Globals.IOS.window();
        @Nullable Integer fragmentationMtu;
        Ikev2Config.@Nullable Dpd dpd;
        @Nullable Integer natKeepaliveSeconds;
        boolean httpUrlCert = true;

        Ikev2Config.Globals build() {
            return new Ikev2Config.Globals(
                    cookieChallenge,
                    maxInNegotiationIncoming,
                    maxInNegotiationOutgoing,
                    maxSa,
                    window,
                    fragmentationMtu,
                    dpd,
                    natKeepaliveSeconds,
                    httpUrlCert);
        }
    }
}
