package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Attributes as a row keeps them: octets as on the wire, without anything secret. */
final class GrantCodec {
    private static final Octets NO_AUTHENTICATOR = Octets.wrap(new byte[16]);
    private static final String KEY_PAIR = "ikev2-password";
    private static final int MAX_OCTETS = 3_800;

    private GrantCodec() {}

    static byte @Nullable [] encode(@Nullable Attributes attributes) {
        if (attributes == null) return null;
        byte[] packet =
                RadiusCodec.encode(
                        new RadiusPacket(
                                Code.ACCESS_ACCEPT, 0, NO_AUTHENTICATOR, withoutKeys(attributes)));
        return Arrays.copyOfRange(packet, RadiusPacket.HEADER_OCTETS, packet.length);
    }

    static @Nullable Attributes decode(byte @Nullable [] octets) {
        if (octets == null) return null;
        byte[] packet = new byte[RadiusPacket.HEADER_OCTETS + octets.length];
        packet[0] = (byte) Code.ACCESS_ACCEPT.value();
        packet[2] = (byte) (packet.length >>> 8);
        packet[3] = (byte) packet.length;
        System.arraycopy(octets, 0, packet, RadiusPacket.HEADER_OCTETS, octets.length);
        try {
            return RadiusCodec.decode(packet, 0, packet.length).attributes();
        } catch (DecodeException e) {
            throw new IllegalStateException("session_grant holds no attributes: " + e.getMessage());
        }
    }

    static Attributes withoutKeys(Attributes attributes) {
        Attributes.Builder out = Attributes.builder();
        for (Attribute attribute : attributes) if (!key(attribute)) out.add(attribute);
        return out.build();
    }

    /** What is in force once {@code change} came on top: a repeated attribute counts once. */
    static Attributes appended(@Nullable Attributes before, Attributes change) {
        Set<Attribute> all = new LinkedHashSet<>();
        if (before != null) before.forEach(all::add);
        for (Attribute attribute : change) {
            all.remove(attribute);
            if (attribute.type() != Attr.VENDOR_SPECIFIC) {
                all.removeIf(old -> old.type() == attribute.type());
            }
            all.add(attribute);
        }
        int octets = 0;
        for (Attribute attribute : all) octets += 2 + attribute.value().length();
        // The oldest go: they are the likeliest to have been overridden.
        while (octets > MAX_OCTETS) {
            Attribute oldest = all.iterator().next();
            all.remove(oldest);
            octets -= 2 + oldest.value().length();
        }
        return Attributes.of(all.stream().toList());
    }

    private static boolean key(Attribute attribute) {
        return switch (attribute.type()) {
            case Attr.TUNNEL_PASSWORD, Attr.USER_PASSWORD -> true;
            case Attr.VENDOR_SPECIFIC -> vendorKey(attribute.value());
            default -> false;
        };
    }

    private static boolean vendorKey(Octets value) {
        if (value.length() > 5
                && value.u8(2) == 1
                && value.u8(3) == (Attr.VENDOR_MICROSOFT & 0xff)) {
            return true;
        }
        String text = value.utf8().toLowerCase(Locale.ROOT);
        return text.contains(KEY_PAIR);
    }
}
