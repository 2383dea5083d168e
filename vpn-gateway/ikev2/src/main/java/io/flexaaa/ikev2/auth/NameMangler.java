package io.flexaaa.ikev2.auth;

import io.flexaaa.ikev2.PeerIdentity;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * {@code crypto ikev2 name-mangler}: makes the User-Name of a RADIUS request from an IKE identity.
 * A mangler has at most one rule per kind of identity; an identity without a rule has no name,
 * which fails the lookup just as it does on IOS.
 */
public record NameMangler(
        String name,
        @Nullable Fqdn fqdn,
        @Nullable Email email,
        @Nullable DnField dn,
        @Nullable Eap eap) {

    /** {@code fqdn all | hostname | domain}. */
    public enum Fqdn {
        ALL,
        HOSTNAME,
        DOMAIN
    }

    /** {@code email all | username | domain}. */
    public enum Email {
        ALL,
        USERNAME,
        DOMAIN
    }

    /** {@code dn common-name | country | ...} with the attribute type each reads. */
    public enum DnField {
        COMMON_NAME("CN"),
        COUNTRY("C"),
        DOMAIN("DC"),
        LOCALITY("L"),
        ORGANIZATION("O"),
        ORGANIZATION_UNIT("OU"),
        STATE("ST");

        private final String attribute;

        DnField(String attribute) {
            this.attribute = attribute;
        }
    }

    /** {@code eap all | prefix delimiter X | suffix delimiter X}. */
    public record Eap(EapPart part, char delimiter) {}

    /** Which side of the delimiter is the name. */
    public enum EapPart {
        ALL,
        PREFIX,
        SUFFIX
    }

    /** The name for this identity, or null when no rule of this mangler gives one. */
    public @Nullable String mangle(PeerIdentity identity) {
        String text = identity.text();
        return switch (identity.type()) {
            case FQDN -> fqdn == null ? null : mangleFqdn(fqdn, text);
            case EMAIL -> email == null ? null : mangleEmail(email, text);
            case DN -> dn == null ? null : field(dn, identity);
            case IPV4_ADDRESS, IPV6_ADDRESS, GENERAL_NAME, KEY_ID, NULL, GROUP_NAME -> null;
        };
    }

    /** The name for an EAP identity, or null when no rule of this mangler gives one. */
    public @Nullable String mangleEap(String identity) {
        if (eap == null) {
            return null;
        }
        int at = identity.indexOf(eap.delimiter());
        return switch (eap.part()) {
            case ALL -> identity;
            case PREFIX -> at < 0 ? null : present(identity.substring(0, at));
            case SUFFIX -> at < 0 ? null : present(identity.substring(at + 1));
        };
    }

    private static @Nullable String mangleFqdn(Fqdn rule, String text) {
        int dot = text.indexOf('.');
        return switch (rule) {
            case ALL -> present(text);
            case HOSTNAME -> present(dot < 0 ? text : text.substring(0, dot));
            case DOMAIN -> dot < 0 ? null : present(text.substring(dot + 1));
        };
    }

    private static @Nullable String mangleEmail(Email rule, String text) {
        int at = text.indexOf('@');
        return switch (rule) {
            case ALL -> present(text);
            case USERNAME -> at < 0 ? null : present(text.substring(0, at));
            case DOMAIN -> at < 0 ? null : present(text.substring(at + 1));
        };
    }

    private static @Nullable String field(DnField field, PeerIdentity identity) {
        try {
            String rfc2253 =
                    new X500Principal(identity.data().toArray()).getName(X500Principal.RFC2253);
            // getRdns() counts from the right; the most specific value of a type is the last one.
            String found = null;
            for (Rdn rdn : new LdapName(rfc2253).getRdns()) {
                if (rdn.getType().toUpperCase(Locale.ROOT).equals(field.attribute)) {
                    found = rdn.getValue().toString();
                }
            }
            return found;
        } catch (IllegalArgumentException | InvalidNameException notAName) {
            // The peer chose these octets; a DN we cannot read simply has no such field.
            return null;
        }
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }
}
