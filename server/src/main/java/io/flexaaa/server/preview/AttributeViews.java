package io.flexaaa.server.preview;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.preview.PolicyPreview.AttributeView;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Attributes of a reply for people: named, readable, keys hidden. */
final class AttributeViews {
    private static final String HIDDEN = "(hidden)";
    private static final int CISCO = 9;
    private static final int AV_PAIR = 1;

    /** Vendor id, and the vendor's type and length (RFC 2865 §5.26). */
    private static final int VENDOR_HEADER = 6;

    private AttributeViews() {}

    static List<AttributeView> of(Attributes attributes) {
        List<AttributeView> views = new ArrayList<>();
        for (Attribute attribute : attributes) views.add(of(attribute));
        return views;
    }

    private static AttributeView of(Attribute attribute) {
        Octets value = attribute.value();
        Dictionary dictionary = Dictionary.standard();
        String name = dictionary.attributeName(attribute.type());
        if (attribute.type() == Attr.TUNNEL_PASSWORD) {
            return new AttributeView(attribute.type(), name, HIDDEN, HIDDEN);
        }
        if (attribute.type() == Attr.VENDOR_SPECIFIC && value.length() > VENDOR_HEADER) {
            return vendor(value, dictionary);
        }
        Dictionary.Entry entry = dictionary.attribute(attribute.type());
        return new AttributeView(
                attribute.type(), name, text(entry, value, dictionary), value.hex());
    }

    private static AttributeView vendor(Octets value, Dictionary dictionary) {
        int vendor = value.u8(0) << 24 | value.u8(1) << 16 | value.u8(2) << 8 | value.u8(3);
        int type = value.u8(4);
        Dictionary.Entry entry = dictionary.sub(vendor, type);
        String name = entry == null ? "Attr-26." + vendor + "." + type : entry.name();
        byte[] all = value.toArray();
        Octets inner = Octets.copyOf(all, VENDOR_HEADER, all.length - VENDOR_HEADER);
        boolean pair = vendor == CISCO && type == AV_PAIR;
        String text = pair ? inner.utf8() : text(entry, inner, dictionary);
        int sign = text.indexOf('=');
        if (pair && sign > 0 && text.substring(0, sign).contains("ikev2-password-")) {
            return new AttributeView(
                    Attr.VENDOR_SPECIFIC, name, text.substring(0, sign + 1) + HIDDEN, HIDDEN);
        }
        return new AttributeView(Attr.VENDOR_SPECIFIC, name, text, value.hex());
    }

    private static String text(Dictionary.@Nullable Entry entry, Octets value, Dictionary names) {
        if (entry == null) return "0x" + value.hex();
        return switch (entry.valueType()) {
            case INTEGER, DATE -> number(entry, number(value, 0), names);
            // The first octet is the tag (RFC 2868 §3.1).
            case TAGGED_INTEGER -> number(entry, number(value, 1), names);
            case IPV4, IPV6 -> address(value);
            case OCTETS, IPV6PREFIX, SECRET, VSA -> "0x" + value.hex();
            default -> value.utf8();
        };
    }

    private static String number(Dictionary.Entry entry, long value, Dictionary names) {
        String name = names.valueName(entry.name(), value);
        return name == null ? String.valueOf(value) : name;
    }

    private static long number(Octets value, int from) {
        long number = 0;
        for (int i = from; i < value.length() && i < 4; i++) number = number << 8 | value.u8(i);
        return number;
    }

    private static String address(Octets value) {
        try {
            return InetAddress.getByAddress(value.toArray()).getHostAddress();
        } catch (UnknownHostException e) {
            return "0x" + value.hex();
        }
    }
}
