package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.Ikev2Config;
import io.flexaaa.gateway.ios.config.Ikev2Config.EapRule;
import io.flexaaa.gateway.ios.config.Ikev2Config.NameMangler;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.policy.NameMangling;
import io.flexaaa.protocol.policy.NameMangling.DnField;
import io.flexaaa.protocol.policy.NameMangling.Part;
import io.flexaaa.protocol.policy.NameMangling.Rule;

import org.jspecify.annotations.Nullable;

/** {@code crypto ikev2 name-mangler}: which rule is for an IKE identity. */
public final class NameManglers {
    private NameManglers() {}

    /**
     * By the rule for the EAP identity where there is one, else by that for the IKE identity. A
     * peer with a certificate has a distinguished name besides: {@code dn} reads that one where no
     * rule is for what the peer calls itself.
     */
    static @Nullable String mangle(NameMangler mangler, SessionFacts session) {
        String eapName = session.eapName();
        Rule rule = eapName == null ? null : eap(mangler.eap());
        if (rule != null && eapName != null) {
            return NameMangling.apply(rule, eapName);
        }
        String name = mangle(mangler, session.identity());
        String subject = session.certificateSubject();
        return name == null && subject != null && mangler.dn() != null
                ? NameMangling.apply(new Rule.Dn(field(mangler.dn())), subject)
                : name;
    }

    /**
     * @return the name, or null when the mangler has no rule for this kind of identity or the
     *     identity lacks the part
     */
    public static @Nullable String mangle(NameMangler mangler, PeerIdentity identity) {
        Rule rule =
                switch (identity.type()) {
                    case FQDN -> fqdn(mangler);
                    case EMAIL -> email(mangler);
                    case DN -> mangler.dn() == null ? null : new Rule.Dn(field(mangler.dn()));
                    case KEY_ID, GROUP_NAME -> eap(mangler.eap());
                    case IPV4_ADDRESS, IPV6_ADDRESS, GENERAL_NAME, NULL -> null;
                };
        return rule == null ? null : NameMangling.apply(rule, identity.text());
    }

    private static @Nullable Rule fqdn(NameMangler mangler) {
        return switch (mangler.fqdn()) {
            case null -> null;
            case ALL -> new Rule.Fqdn(Part.ALL);
            case HOSTNAME -> new Rule.Fqdn(Part.FIRST);
            case DOMAIN -> new Rule.Fqdn(Part.DOMAIN);
        };
    }

    private static @Nullable Rule email(NameMangler mangler) {
        return switch (mangler.email()) {
            case null -> null;
            case ALL -> new Rule.Email(Part.ALL);
            case USERNAME -> new Rule.Email(Part.FIRST);
            case DOMAIN -> new Rule.Email(Part.DOMAIN);
        };
    }

    private static @Nullable Rule eap(@Nullable EapRule rule) {
        return switch (rule) {
            case null -> null;
            case EapRule.All() -> new Rule.EapAll();
            case EapRule.Dn(Ikev2Config.DnField field) -> new Rule.EapDn(field(field));
            case EapRule.Prefix(char delimiter) -> new Rule.EapPrefix(delimiter);
            case EapRule.Suffix(char delimiter) -> new Rule.EapSuffix(delimiter);
        };
    }

    private static DnField field(Ikev2Config.DnField field) {
        return DnField.valueOf(field.name());
    }
}
