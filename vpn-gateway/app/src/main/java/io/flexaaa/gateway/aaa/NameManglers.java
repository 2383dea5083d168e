package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.Ikev2Config.DnField;
import io.flexaaa.gateway.ios.config.Ikev2Config.EapRule;
import io.flexaaa.gateway.ios.config.Ikev2Config.NameMangler;
import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.PeerIdentity;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** {@code crypto ikev2 name-mangler}: from an IKE identity to the name of a look-up. */
public final class NameManglers {
    private NameManglers() {}

    /** By the rule for the EAP identity where there is one, else by that for the IKE identity. */
    static @Nullable String mangle(NameMangler mangler, SessionFacts session) {
        String eapName = session.eapName();
        return eapName != null && mangler.eap() != null
                ? eap(mangler.eap(), eapName)
                : mangle(mangler, session.identity());
    }

    /**
     * @return the name, or null when the mangler has no rule for this kind of identity or the
     *     identity lacks the part
     */
    public static @Nullable String mangle(NameMangler mangler, PeerIdentity identity) {
        String text = identity.text();
        IdentityType type = identity.type();
        return switch (type) {
            case FQDN -> fqdn(mangler, text);
            case EMAIL -> email(mangler, text);
            case DN -> mangler.dn() == null ? null : field(text, mangler.dn());
            case KEY_ID, GROUP_NAME -> eap(mangler.eap(), text);
            case IPV4_ADDRESS, IPV6_ADDRESS, GENERAL_NAME, NULL -> null;
        };
    }

    private static @Nullable String fqdn(NameMangler mangler, String text) {
        if (mangler.fqdn() == null) {
            return null;
        }
        int dot = text.indexOf('.');
        return switch (mangler.fqdn()) {
            case ALL -> text;
            case HOSTNAME -> nonEmpty(dot < 0 ? text : text.substring(0, dot));
            case DOMAIN -> dot < 0 ? null : nonEmpty(text.substring(dot + 1));
        };
    }

    private static @Nullable String email(NameMangler mangler, String text) {
        if (mangler.email() == null) {
            return null;
        }
        int at = text.lastIndexOf('@');
        return switch (mangler.email()) {
            case ALL -> text;
            case USERNAME -> at < 0 ? null : nonEmpty(text.substring(0, at));
            case DOMAIN -> at < 0 ? null : nonEmpty(text.substring(at + 1));
        };
    }

    private static @Nullable String eap(@Nullable EapRule rule, String text) {
        return switch (rule) {
            case null -> null;
            case EapRule.All() -> text;
            case EapRule.Dn(DnField field) -> field(text, field);
            case EapRule.Prefix(char delimiter) -> {
                int at = text.indexOf(delimiter);
                yield at < 0 ? null : nonEmpty(text.substring(0, at));
            }
            case EapRule.Suffix(char delimiter) -> {
                int at = text.indexOf(delimiter);
                yield at < 0 ? null : nonEmpty(text.substring(at + 1));
            }
        };
    }

    private static @Nullable String field(String distinguishedName, DnField field) {
        String attribute =
                switch (field) {
                    case COMMON_NAME -> "cn";
                    case COUNTRY -> "c";
                    case DOMAIN -> "dc";
                    case LOCALITY -> "l";
                    case ORGANIZATION -> "o";
                    case ORGANIZATION_UNIT -> "ou";
                    case STATE -> "st";
                };
        try {
            for (Rdn rdn : new LdapName(distinguishedName).getRdns().reversed()) {
                if (rdn.getType().toLowerCase(Locale.ROOT).equals(attribute)) {
                    return nonEmpty(rdn.getValue().toString());
                }
            }
            return null;
        } catch (InvalidNameException e) {
            // A peer may send any octets as its DN; one without fields has no part to take.
            return null;
        }
    }

    private static @Nullable String nonEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
