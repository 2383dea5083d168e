package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Config;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.ikev2.IkeConfig.PpkRules;
import io.flexaaa.ikev2.IkeConfig.Redirect;
import io.flexaaa.ikev2.message.GatewayIdentity;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What RFC 5685 (redirect) and RFC 8784 (post-quantum keys) add to the engine's configuration. */
final class IkeExtras {
    private static final String FQDN = "fqdn ";

    private IkeExtras() {}

    static Redirect redirect(GatewayConfig config, Consumer<String> warn) {
        Ikev2Config.Redirects from = config.ikev2().redirects();
        Set<String> atAuth = new HashSet<>();
        for (Ikev2Profile profile : config.ikev2().profiles().values()) {
            if (profile.options().redirectAuth()) {
                atAuth.add(profile.name());
            }
        }
        List<GatewayIdentity> gateways = new ArrayList<>();
        for (String gateway : from.gateways()) {
            gateways.add(
                    gateway.startsWith(FQDN)
                            ? GatewayIdentity.fqdn(gateway.substring(FQDN.length()))
                            : GatewayIdentity.of(InetAddress.ofLiteral(gateway)));
        }
        if (gateways.isEmpty() && (from.init() || !atAuth.isEmpty())) {
            warn.accept(
                    "redirect has no other gateway to name; add `linux gateway` lines under"
                            + " `crypto ikev2 cluster`");
        }
        return new Redirect(from.init(), atAuth, gateways, from.fromSessions());
    }

    /** The keys of the profile's keyrings: a PPK is found by its identity, whoever names it. */
    static PpkRules ppk(GatewayConfig config, Ikev2Profile profile) {
        Map<Octets, Secret> keys = new HashMap<>();
        boolean required = false;
        for (@Nullable String name :
                new @Nullable String[] {profile.keyringLocal(), profile.options().ppkKeyring()}) {
            Ikev2Config.Keyring keyring = name == null ? null : config.ikev2().keyrings().get(name);
            if (keyring == null) {
                continue;
            }
            for (Ikev2Config.Peer peer : keyring.peers().values()) {
                Ikev2Config.Ppk ppk = peer.ppk();
                if (ppk != null) {
                    keys.put(Octets.ofUtf8(ppk.id()), Secret.wrap(ppk.key().octets()));
                    required |= ppk.required();
                }
            }
        }
        return new PpkRules(keys, required, profile.options().ppkAaa());
    }
}
