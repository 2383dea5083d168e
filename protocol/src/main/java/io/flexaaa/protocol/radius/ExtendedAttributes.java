package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * The attributes of a packet by their dotted numbers, as RFC 6929 §2.7 writes them: {@code 1},
 * {@code 26.9.1}, {@code 241.4}, {@code 245.26.9.1}. Vendor-Specific attributes are taken apart,
 * long values are put together again (§2.2). What is not formed as it must keeps its octets under
 * the number it can be told by (§2.8: such attributes are of unknown type, not errors).
 */
public final class ExtendedAttributes {
    /** Types 241 to 244: a type octet, then the value. */
    public static final int FIRST = 241;

    /** Types 245 and 246: a flags octet more, and values longer than one attribute. */
    public static final int FIRST_LONG = 245;

    public static final int LAST = 246;

    /** The extended type whose value begins with a vendor's number (§2.4). */
    public static final int VENDOR = 26;

    private static final int MORE = 0x80;
    private static final int LONG_FRAGMENT_OCTETS = 251;
    private static final int VENDOR_HEADER_OCTETS = 5;

    /** One value and the number it stands under. */
    public record Numbered(String number, Octets value) {}

    private ExtendedAttributes() {}

    public static List<Numbered> numbered(Attributes attributes) {
        List<Numbered> found = new ArrayList<>();
        List<Attribute> list = attributes.asList();
        for (int at = 0; at < list.size(); ) {
            Attribute attribute = list.get(at);
            int type = attribute.type();
            if (type >= FIRST_LONG && type <= LAST) {
                at += longOne(list, at, found);
                continue;
            }
            if (type == Attr.VENDOR_SPECIFIC) vendorSpecific(attribute.value(), found);
            else if (type >= FIRST && type < FIRST_LONG) extended(attribute, found);
            else found.add(new Numbered(String.valueOf(type), attribute.value()));
            at++;
        }
        return found;
    }

    /**
     * The attributes that carry one extended value, in the order they must stand.
     *
     * @param type 241..246
     * @param extendedType the octet behind it; with {@link #VENDOR} the value begins with the
     *     vendor's number and type
     */
    public static List<Attribute> encode(int type, int extendedType, Octets value) {
        if (type < FIRST || type > LAST || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "extended attribute " + type + " with " + value.length() + " octets");
        }
        if (type < FIRST_LONG) {
            return List.of(new Attribute(type, Octets.of(extendedType).plus(value)));
        }
        List<Attribute> fragments = new ArrayList<>();
        for (int at = 0; at < value.length(); at += LONG_FRAGMENT_OCTETS) {
            int end = Math.min(value.length(), at + LONG_FRAGMENT_OCTETS);
            WireWriter w = new WireWriter(256);
            w.u8(extendedType).u8(end < value.length() ? MORE : 0).octets(value.slice(at, end));
            fragments.add(new Attribute(type, w.toOctets()));
        }
        return fragments;
    }

    private static void vendorSpecific(Octets value, List<Numbered> found) {
        int before = found.size();
        int at = 4;
        String vendor = value.length() < 6 ? "" : "26." + Attributes.vendorOf(value) + ".";
        while (!vendor.isEmpty() && at + 2 <= value.length()) {
            int length = value.u8(at + 1);
            if (length < 2 || at + length > value.length()) break;
            found.add(new Numbered(vendor + value.u8(at), value.slice(at + 2, at + length)));
            at += length;
        }
        if (at == value.length() && !vendor.isEmpty()) return;
        // RFC 2865 §5.26 lets a vendor form its octets otherwise.
        while (found.size() > before) found.removeLast();
        found.add(new Numbered("26", value));
    }

    private static void extended(Attribute attribute, List<Numbered> found) {
        Octets value = attribute.value();
        if (value.length() < 2) {
            found.add(new Numbered(String.valueOf(attribute.type()), value));
            return;
        }
        typed(attribute.type(), value.u8(0), value.slice(1, value.length()), found);
    }

    /** Returns how many attributes it took. */
    private static int longOne(List<Attribute> list, int from, List<Numbered> found) {
        Attribute first = list.get(from);
        Octets value = first.value();
        int count = 1;
        if (value.length() >= 3) {
            Octets all = value.slice(2, value.length());
            boolean more = (value.u8(1) & MORE) != 0;
            boolean joined = !more;
            while (more && from + count < list.size()) {
                Attribute next = list.get(from + count);
                if (next.type() != first.type()
                        || next.value().length() < 3
                        || next.value().u8(0) != value.u8(0)) break;
                all = all.plus(next.value().slice(2, next.value().length()));
                more = (next.value().u8(1) & MORE) != 0;
                joined = true;
                count++;
            }
            if (joined) {
                typed(first.type(), value.u8(0), all, found);
                return count;
            }
        }
        found.add(new Numbered(String.valueOf(first.type()), value));
        return 1;
    }

    private static void typed(int type, int extendedType, Octets value, List<Numbered> found) {
        String number = type + "." + extendedType;
        // RFC 6929 §2.4: the high octet of a vendor's number is 0.
        if (extendedType == VENDOR && value.length() > VENDOR_HEADER_OCTETS && value.u8(0) == 0) {
            found.add(
                    new Numbered(
                            number + "." + Attributes.vendorOf(value) + "." + value.u8(4),
                            value.slice(VENDOR_HEADER_OCTETS, value.length())));
        } else {
            found.add(new Numbered(number, value));
        }
    }
}
