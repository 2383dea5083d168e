package io.flexaaa.protocol.radius.vectors;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.ExtendedAttributes;
import io.flexaaa.protocol.radius.ExtendedAttributes.Numbered;
import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.radius.vectors.ForeignDictionary.Entry;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attributes between our records and the words FreeRADIUS prints them in. */
final class ForeignText {
    private static final Secret SECRET = Secret.ofUtf8("testing123");
    private static final Octets AUTHENTICATOR = Octets.wrap(new byte[16]);
    private static final int NAS_FILTER_RULE = 92;
    private static final Pattern PAIR =
            Pattern.compile("\\s*([\\w.-]+)(?::(\\d+))?\\s*[:+]?=\\s*(\"[^\"]*\"|[^,]*)\\s*,?");
    private static final Pattern UNNAMED = Pattern.compile("Attr-([0-9.]+)");

    /** A line that octets and RFCs alone cannot answer; the message says why. */
    static final class OtherForm extends RuntimeException {
        private static final long serialVersionUID = 1;

        OtherForm(String why) {
            super(why);
        }
    }

    private final ForeignDictionary names;

    ForeignText(ForeignDictionary names) {
        this.names = names;
    }

    /** As {@code User-Name = "bob", NAS-Port = 1}. */
    String print(Attributes attributes) throws DecodeException {
        List<String> texts = new ArrayList<>();
        List<Numbered> all = ExtendedAttributes.numbered(attributes);
        for (int i = 0; i < all.size(); i++) {
            Numbered one = all.get(i);
            refuseForeignForm(one);
            // Values longer than one attribute (RFC 3579 §3.1, RFC 4849 §2).
            if (joined(one.number())) {
                Octets whole = one.value();
                while (i + 1 < all.size() && all.get(i + 1).number().equals(one.number())) {
                    whole = whole.plus(all.get(++i).value());
                }
                one = new Numbered(one.number(), whole);
            }
            // FreeRADIUS does not show what has no value, but for RFC 4372's identity.
            if (one.value().isEmpty() && !one.number().equals("89") && !joined(one.number())) {
                continue;
            }
            if (one.number().equals("92")) {
                // RFC 4849 §2: rules are separated by a NUL.
                for (String rule : one.value().utf8().split("\u2400|\u0000")) {
                    texts.add("NAS-Filter-Rule = \"" + rule + "\"");
                }
            } else {
                texts.add(text(one));
            }
        }
        return String.join(", ", texts);
    }

    private boolean joined(String number) {
        Entry entry = names.numbered(number);
        return number.equals("92") || entry != null && entry.flags().contains("concat");
    }

    private String text(Numbered one) throws DecodeException {
        Entry entry = names.numbered(one.number());
        if (entry == null) return "Attr-" + one.number() + " = 0x" + one.value().hex();
        if (!entry.form().isEmpty()) throw new OtherForm(entry.form());
        Octets value = one.value();
        String name = entry.name();
        if (entry.type().matches("vsa|evs|extended|long-extended")) {
            return "Attr-" + entry.number() + " = 0x" + value.hex();
        }
        if (entry.salted()) {
            if (entry.tagged()) {
                name += ":" + value.u8(0);
                value = Octets.wrap(TunnelPassword.decrypt(value, SECRET, AUTHENTICATOR));
            } else {
                value = Octets.wrap(MppeKey.decrypt(value, SECRET, AUTHENTICATOR).reveal());
            }
        }
        String shown = value(entry, value);
        return shown == null
                ? "Attr-" + one.number() + " = 0x" + one.value().hex()
                : name + " = " + shown;
    }

    private void refuseForeignForm(Numbered one) {
        if (one.number().startsWith("26.")) {
            refuseForeignForm(one.number().substring(3, one.number().indexOf('.', 3)));
        } else if (one.number().equals("26") && one.value().length() >= 4) {
            refuseForeignForm("" + Long.parseLong(one.value().slice(0, 4).hex(), 16));
        }
    }

    /** A vendor that forms its attributes otherwise than RFC 2865 §5.26 proposes. */
    private void refuseForeignForm(String vendor) {
        String form = names.formOf(vendor);
        if (!form.isEmpty()) throw new OtherForm(form);
    }

    private @Nullable String value(Entry entry, Octets value) {
        return switch (entry.type()) {
            case "string" -> "\"" + value.utf8() + "\"";
            case "octets" -> "0x" + value.hex();
            case "integer" -> value.length() == 4 ? number(entry, value) : null;
            case "short" -> value.length() == 2 ? number(entry, value) : null;
            case "byte" -> value.length() == 1 ? number(entry, value) : null;
            case "ipaddr" -> value.length() == 4 ? dotted(value) : null;
            default -> throw new OtherForm("type " + entry.type() + " of " + entry.name());
        };
    }

    private String number(Entry entry, Octets value) {
        long number = new BigInteger(1, value.toArray()).longValueExact();
        return Objects.requireNonNullElse(
                names.valueName(entry.name(), number), String.valueOf(number));
    }

    private static String dotted(Octets v) {
        return v.u8(0) + "." + v.u8(1) + "." + v.u8(2) + "." + v.u8(3);
    }

    /** What a line of pairs says, as the attributes we would send. */
    Attributes parse(String line) {
        Attributes.Builder out = Attributes.builder();
        Matcher m = PAIR.matcher(line);
        int at = 0;
        Octets rules = Octets.EMPTY;
        while (at < line.length()) {
            m.region(at, line.length());
            if (!m.lookingAt()) throw new OtherForm("FreeRADIUS's words: " + line.substring(at));
            at = m.end();
            String word = m.group(3).strip();
            if (m.group(1).equals("NAS-Filter-Rule")) {
                if (!rules.isEmpty()) rules = rules.plus(Octets.of(0));
                rules = rules.plus(Octets.ofUtf8(unquoted(word)));
            } else {
                pair(m.group(1), m.group(2), word, out);
            }
        }
        split(NAS_FILTER_RULE, rules, out);
        return out.build();
    }

    private void pair(String name, @Nullable String tag, String word, Attributes.Builder out) {
        Matcher unnamed = UNNAMED.matcher(name);
        if (unnamed.matches()) {
            String number = unnamed.group(1);
            if (number.startsWith("26.")) refuseForeignForm(number.split("\\.")[1]);
            place(number, Octets.ofHex(word.substring(2)), out);
            return;
        }
        Entry entry = names.named(name);
        if (entry == null) throw new OtherForm("no dictionary of the package has " + name);
        if (!entry.form().isEmpty()) throw new OtherForm(entry.form());
        if (entry.type().equals("vsa")) throw new OtherForm("an error of FreeRADIUS's words");
        Octets value = octets(entry, word);
        if (entry.salted()) {
            byte[] clear = value.toArray();
            if (clear.length > TunnelPassword.MAX_PASSWORD_OCTETS) {
                throw new OtherForm(
                        "a password cut to fit, without RFC 2868 §3.5's padding to whole blocks");
            }
            int t = tag == null ? 0 : Integer.parseInt(tag);
            value =
                    entry.tagged()
                            ? TunnelPassword.encrypt(t, 0x1234, clear, SECRET, AUTHENTICATOR)
                            : MppeKey.encrypt(0x1234, Secret.wrap(clear), SECRET, AUTHENTICATOR);
        }
        // FreeRADIUS leaves out what has no value, but for RFC 4372's identity.
        if (!value.isEmpty() || entry.number().equals("89")) place(entry.number(), value, out);
    }

    /** The value under a dotted number. */
    static void place(String number, Octets value, Attributes.Builder out) {
        long[] at = new long[4];
        String[] parts = number.split("\\.");
        for (int i = 0; i < parts.length; i++) at[i] = Long.parseLong(parts[i]);
        int first = (int) at[0];
        if (parts.length == 1) {
            split(first, value, out);
        } else if (first == Attr.VENDOR_SPECIFIC && parts.length == 3 && at[2] < 256) {
            out.vsa((int) at[1], (int) at[2], value);
        } else if (first >= ExtendedAttributes.FIRST && parts.length == 2) {
            ExtendedAttributes.encode(first, (int) at[1], value).forEach(out::add);
        } else if (first >= ExtendedAttributes.FIRST && parts.length == 4) {
            Octets vendor = new WireWriter(8).u32(at[2]).u8((int) at[3]).toOctets();
            ExtendedAttributes.encode(first, (int) at[1], vendor.plus(value)).forEach(out::add);
        } else {
            throw new OtherForm("an error of FreeRADIUS's words: Attr-" + number);
        }
    }

    private static void split(int type, Octets value, Attributes.Builder out) {
        int at = 0;
        do {
            int end = Math.min(value.length(), at + Attribute.MAX_VALUE_OCTETS);
            if (type != NAS_FILTER_RULE || !value.isEmpty()) out.add(type, value.slice(at, end));
            at = end;
        } while (at < value.length());
    }

    private Octets octets(Entry entry, String word) {
        return switch (entry.type()) {
            case "string" -> Octets.ofUtf8(unquoted(word));
            case "octets" -> Octets.ofHex(word.substring(2));
            case "integer" -> Octets.wrap(number(entry, word, 4));
            case "short" -> Octets.wrap(number(entry, word, 2));
            case "byte" -> Octets.wrap(number(entry, word, 1));
            case "ipaddr" -> Octets.wrap(InetAddress.ofLiteral(word).getAddress());
            default -> throw new OtherForm("type " + entry.type() + " of " + entry.name());
        };
    }

    private byte[] number(Entry entry, String word, int octets) {
        Long named = names.valueNumber(entry.name(), word);
        long number = named != null ? named : Long.parseLong(word);
        byte[] out = new byte[octets];
        for (int i = 0; i < octets; i++) out[i] = (byte) (number >> 8 * (octets - 1 - i));
        return out;
    }

    private static String unquoted(String word) {
        return word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
    }
}
