package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The attributes of a packet in wire order. Immutable. */
public final class Attributes implements Iterable<Attribute> {
    public static final Attributes EMPTY = new Attributes(List.of());

    private final List<Attribute> list;

    private Attributes(List<Attribute> list) {
        this.list = list;
    }

    public static Attributes of(List<Attribute> list) {
        return list.isEmpty() ? EMPTY : new Attributes(List.copyOf(list));
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return list.size();
    }

    public List<Attribute> asList() {
        return list;
    }

    @Override
    public Iterator<Attribute> iterator() {
        return list.iterator();
    }

    public @Nullable Attribute first(int type) {
        for (int i = 0; i < list.size(); i++) {
            Attribute attribute = list.get(i);
            if (attribute.type() == type) return attribute;
        }
        return null;
    }

    public List<Attribute> all(int type) {
        List<Attribute> found = new ArrayList<>();
        for (Attribute attribute : list) {
            if (attribute.type() == type) found.add(attribute);
        }
        return found;
    }

    public boolean has(int type) {
        return first(type) != null;
    }

    public int count(int type) {
        int count = 0;
        for (Attribute attribute : list) {
            if (attribute.type() == type) count++;
        }
        return count;
    }

    /** The first value of that type as UTF-8, or null. */
    public @Nullable String string(int type) {
        Attribute attribute = first(type);
        return attribute == null ? null : attribute.value().utf8();
    }

    /** The first value of that type as an IPv4 address; null when absent or not four octets. */
    public @Nullable Inet4Address ipv4(int type) {
        Attribute attribute = first(type);
        if (attribute == null || attribute.value().length() != 4) return null;
        return (Inet4Address) address(attribute.value());
    }

    /** The first value of that type as an unsigned number, or the given one. */
    public long u32(int type, long absent) {
        Attribute attribute = first(type);
        if (attribute == null || attribute.value().length() != 4) return absent;
        Octets v = attribute.value();
        return (long) v.u8(0) << 24 | (long) v.u8(1) << 16 | (long) v.u8(2) << 8 | v.u8(3);
    }

    /**
     * The sub-attributes of one vendor and type, in order. A Vendor-Specific attribute that is not
     * a clean list of sub-attributes is legal (RFC 2865 §5.26) and yields none.
     */
    public List<Octets> vsa(int vendor, int subtype) {
        List<Octets> found = new ArrayList<>();
        for (Attribute attribute : list) {
            if (attribute.type() != Attr.VENDOR_SPECIFIC) continue;
            Octets v = attribute.value();
            if (v.length() < 6 || vendorOf(v) != vendor || !cleanSubAttributes(v)) continue;
            for (int at = 4; at < v.length(); at += v.u8(at + 1)) {
                if (v.u8(at) == subtype) found.add(v.slice(at + 2, at + v.u8(at + 1)));
            }
        }
        return found;
    }

    /** The Cisco-AVPair texts in order, such as {@code ipsec:route-accept=any}. */
    public List<String> avPairs() {
        List<String> texts = new ArrayList<>();
        for (Octets value : vsa(Attr.VENDOR_CISCO, Attr.CISCO_AVPAIR)) texts.add(value.utf8());
        return texts;
    }

    /**
     * The value of the first Cisco AV pair of that name, or null.
     *
     * @param name with protocol ({@code ipsec:dns-servers}) or, matching any protocol, without
     */
    public @Nullable String avPair(String name) {
        for (String pair : avPairs()) {
            int sign = pair.indexOf('=');
            if (sign < 0) continue;
            String left = pair.substring(0, sign);
            if (left.equalsIgnoreCase(name)
                    || name.indexOf(':') < 0
                            && left.substring(left.indexOf(':') + 1).equalsIgnoreCase(name)) {
                return pair.substring(sign + 1);
            }
        }
        return null;
    }

    static long vendorOf(Octets vsa) {
        return (long) vsa.u8(0) << 24 | (long) vsa.u8(1) << 16 | (long) vsa.u8(2) << 8 | vsa.u8(3);
    }

    private static boolean cleanSubAttributes(Octets vsa) {
        int at = 4;
        while (at < vsa.length()) {
            if (at + 2 > vsa.length()) return false;
            int length = vsa.u8(at + 1);
            if (length < 2 || at + length > vsa.length()) return false;
            at += length;
        }
        return true;
    }

    private static InetAddress address(Octets octets) {
        try {
            return InetAddress.getByAddress(octets.toArray());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + octets, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes that && list.equals(that.list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    @Override
    public String toString() {
        return list.toString();
    }

    /** Collects attributes in the order they are to be sent. */
    public static final class Builder {
        private final List<Attribute> list = new ArrayList<>();

        private Builder() {}

        public Builder add(int type, Octets value) {
            list.add(new Attribute(type, value));
            return this;
        }

        public Builder add(Attribute attribute) {
            list.add(attribute);
            return this;
        }

        public Builder string(int type, String text) {
            return add(type, Octets.ofUtf8(text));
        }

        public Builder u32(int type, long value) {
            return add(type, new WireWriter(16).u32(value).toOctets());
        }

        /** Four octets for an IPv4 address, sixteen for an IPv6 one. */
        public Builder address(int type, InetAddress address) {
            return add(type, Octets.wrap(address.getAddress()));
        }

        public Builder ipv4(int type, InetAddress address) {
            return address(type, address);
        }

        /** One Cisco-AVPair (vendor 9, type 1) in a Vendor-Specific attribute of its own. */
        public Builder avPair(String text) {
            return vsa(Attr.VENDOR_CISCO, Attr.CISCO_AVPAIR, Octets.ofUtf8(text));
        }

        public Builder vsa(int vendor, int subtype, Octets value) {
            if (value.length() > 247) {
                throw new IllegalArgumentException(
                        "vendor attribute has " + value.length() + " octets, at most 247 fit");
            }
            WireWriter w = new WireWriter(8 + value.length());
            w.u32(vendor).u8(subtype).u8(value.length() + 2).octets(value);
            return add(Attr.VENDOR_SPECIFIC, w.toOctets());
        }

        public Builder addAll(Attributes more) {
            list.addAll(more.list);
            return this;
        }

        public Attributes build() {
            return Attributes.of(list);
        }
    }
}
