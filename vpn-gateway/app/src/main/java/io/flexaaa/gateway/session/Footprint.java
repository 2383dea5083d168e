package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.IpsecConfig.IpsecProfile;
import io.flexaaa.gateway.ios.config.IpsecConfig.Lifetime;
import io.flexaaa.gateway.ios.config.IpsecConfig.TransformSet;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a running session of a profile stands on: when a new configuration says the same here, the
 * session need not notice. Left out on purpose is what IOS reads at the next login only: keys,
 * lists and servers of AAA, authorization policies, pools.
 */
record Footprint(
        Ikev2Profile profile,
        @Nullable InterfaceConfig template,
        List<InterfaceConfig> lenders,
        IpsecProfile ipsec,
        List<TransformSet> transformSets,
        Lifetime lifetime) {
    Footprint {
        lenders = List.copyOf(lenders);
        transformSets = List.copyOf(transformSets);
    }

    /** Names of the profiles that are gone or no longer what they were. */
    static Set<String> changed(GatewayConfig before, GatewayConfig next) {
        Set<String> changed = new TreeSet<>();
        for (Ikev2Profile profile : before.ikev2().profiles().values()) {
            Ikev2Profile now = next.ikev2().profiles().get(profile.name());
            if (now == null || now.shutdown() || !of(before, profile).equals(of(next, now))) {
                changed.add(profile.name());
            }
        }
        return changed;
    }

    private static Footprint of(GatewayConfig config, Ikev2Profile profile) {
        Ikev2Profile.VirtualTemplate named = profile.virtualTemplate();
        InterfaceConfig template =
                named == null ? null : config.interfaces().get(named.interfaceName());
        IpsecProfile ipsec = IkeConfigs.ipsecProfile(config, profile);
        List<TransformSet> sets = new ArrayList<>();
        for (String name : ipsec.transformSets()) {
            TransformSet set = config.ipsec().transformSets().get(name);
            if (set != null) {
                sets.add(set);
            }
        }
        Lifetime lifetime = ipsec.lifetime();
        return new Footprint(
                profile,
                template,
                template == null ? List.of() : lenders(config, template),
                ipsec,
                sets,
                lifetime == null ? config.ipsec().lifetime() : lifetime);
    }

    /** Interfaces whose addresses the template uses. */
    private static List<InterfaceConfig> lenders(GatewayConfig config, InterfaceConfig template) {
        List<InterfaceConfig> lenders = new ArrayList<>();
        for (InterfaceCommand command : template.settings().commands()) {
            String name =
                    switch (command) {
                        case InterfaceCommand.IpUnnumbered c -> c.interfaceName();
                        case InterfaceCommand.Ipv6Unnumbered c -> c.interfaceName();
                        default -> null;
                    };
            InterfaceConfig lender = name == null ? null : config.interfaces().get(name);
            if (lender != null) {
                lenders.add(lender);
            }
        }
        return lenders;
    }
}
