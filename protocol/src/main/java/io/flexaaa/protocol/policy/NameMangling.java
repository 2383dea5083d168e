package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * {@code crypto ikev2 name-mangler}: the name of a look-up from an IKE or EAP identity. The gateway
 * makes names with it, the server explains them with it.
 */
public final class NameMangling {
    private NameMangling() {}

    /** What kind of identity a text is, as far as a text shows it. */
    public enum Kind {
        FQDN,
        EMAIL,
        DN,
        ADDRESS
    }

    /** {@code fqdn} and {@code email}: the whole, what is before the sign, what is after it. */
    public enum Part {
        ALL,
        FIRST,
        DOMAIN
    }

    /** {@code dn common-name | country | ...}, with the attribute type each reads. */
    public enum DnField {
        COMMON_NAME("cn"),
        COUNTRY("c"),
        DOMAIN("dc"),
        LOCALITY("l"),
        ORGANIZATION("o"),
        ORGANIZATION_UNIT("ou"),
        STATE("st");

        private final String attribute;

        DnField(String attribute) {
            this.attribute = attribute;
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One line of a mangler. */
    public sealed interface Rule {
        record Fqdn(Part part) implements Rule {}

        record Email(Part part) implements Rule {}

        record Dn(DnField field) implements Rule {}

        record EapAll() implements Rule {}

        record EapPrefix(char delimiter) implements Rule {}

        record EapSuffix(char delimiter) implements Rule {}

        record EapDn(DnField field) implements Rule {}

        /** As IOS spells it. */
        default String words() {
            return switch (this) {
                case Fqdn(Part part) -> "fqdn " + (part == Part.FIRST ? "hostname" : lower(part));
                case Email(Part part) -> "email " + (part == Part.FIRST ? "username" : lower(part));
                case Dn(DnField field) -> "dn " + field.words();
                case EapAll() -> "eap all";
                case EapPrefix(char delimiter) -> "eap prefix delimiter " + delimiter;
                case EapSuffix(char delimiter) -> "eap suffix delimiter " + delimiter;
                case EapDn(DnField field) -> "eap dn " + field.words();
            };
        }

        private static String lower(Part part) {
            return part.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name, or null when the identity lacks the part. */
    public static @Nullable String apply(Rule rule, String identity) {
        return switch (rule) {
            case Rule.Fqdn(Part part) -> {
                int dot = identity.indexOf('.');
                yield cut(part, identity, dot, true);
            }
            case Rule.Email(Part part) -> cut(part, identity, identity.lastIndexOf('@'), false);
            case Rule.Dn(DnField field) -> field(identity, field);
            case Rule.EapAll() -> present(identity);
            case Rule.EapPrefix(char delimiter) -> {
                int at = identity.indexOf(delimiter);
                yield at < 0 ? null : present(identity.substring(0, at));
            }
            case Rule.EapSuffix(char delimiter) -> {
                int at = identity.indexOf(delimiter);
                yield at < 0 ? null : present(identity.substring(at + 1));
            }
            case Rule.EapDn(DnField field) -> field(identity, field);
        };
    }

    /** A host name without a dot is all hostname; a user name without an at sign is nothing. */
    private static @Nullable String cut(Part part, String text, int at, boolean wholeIsFirst) {
        return switch (part) {
            case ALL -> present(text);
            case FIRST ->
                    at < 0 ? wholeIsFirst ? present(text) : null : present(text.substring(0, at));
            case DOMAIN -> at < 0 ? null : present(text.substring(at + 1));
        };
    }

    private static @Nullable String field(String distinguishedName, DnField field) {
        try {
            // getRdns() counts from the right; the most specific value of a type is the last one.
            for (Rdn rdn : new LdapName(distinguishedName).getRdns().reversed()) {
                if (rdn.getType().toLowerCase(Locale.ROOT).equals(field.attribute)) {
                    return present(rdn.getValue().toString());
                }
            }
            return null;
        } catch (InvalidNameException e) {
            // A peer may send any octets as its DN; one without fields has no part to take.
            return null;
        }
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }

    /** A rule from IOS's words, such as {@code fqdn hostname} or {@code eap suffix delimiter @}. */
    public static Rule parse(String words) throws DecodeException {
        String text = words.strip().replaceAll("\\s+", " ");
        for (Rule rule : all()) {
            if (rule.words().equals(text)) return rule;
        }
        if (text.matches("eap (prefix|suffix) delimiter \\S")) {
            char delimiter = text.charAt(text.length() - 1);
            return text.startsWith("eap prefix")
                    ? new Rule.EapPrefix(delimiter)
                    : new Rule.EapSuffix(delimiter);
        }
        throw new DecodeException(
                "name-mangler", "'" + words + "' is no rule such as fqdn hostname or email domain");
    }

    /** What kind of identity a text looks like. */
    public static Kind kindOf(String identity) {
        if (identity.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+")) {
            return Kind.ADDRESS;
        }
        if (identity.matches("(?i)[a-z0-9.]+=.*")) return Kind.DN;
        return identity.indexOf('@') >= 0 ? Kind.EMAIL : Kind.FQDN;
    }

    /** Whether a mangler would use the rule for that kind of identity; EAP rules fit any. */
    public static boolean fits(Rule rule, Kind kind) {
        return switch (rule) {
            case Rule.Fqdn _ -> kind == Kind.FQDN;
            case Rule.Email _ -> kind == Kind.EMAIL;
            case Rule.Dn _ -> kind == Kind.DN;
            case Rule.EapAll _, Rule.EapPrefix _, Rule.EapSuffix _, Rule.EapDn _ -> true;
        };
    }

    /** The rule that makes the name from the identity, the plainest one; null when none does. */
    public static @Nullable Rule explain(String identity, String name) {
        Kind kind = kindOf(identity);
        for (Rule rule : all()) {
            if (fits(rule, kind) && name.equals(apply(rule, identity))) return rule;
        }
        return null;
    }

    private static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        for (Part part : Part.values()) rules.add(new Rule.Fqdn(part));
        for (Part part : Part.values()) rules.add(new Rule.Email(part));
        for (DnField field : DnField.values()) rules.add(new Rule.Dn(field));
        rules.add(new Rule.EapAll());
        for (char delimiter : new char[] {'@', '\\', '.', '-', '/'}) {
            rules.add(new Rule.EapPrefix(delimiter));
            rules.add(new Rule.EapSuffix(delimiter));
        }
        for (DnField field : DnField.values()) rules.add(new Rule.EapDn(field));
        return rules;
    }
}
