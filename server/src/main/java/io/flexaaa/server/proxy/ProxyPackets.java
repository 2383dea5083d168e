package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a request becomes on its way to the home server, and the reply on its way back. */
final class ProxyPackets {
    private static final int CHAP_MPPE_KEYS = 12;

    private ProxyPackets() {}

    /**
     * All that came, but for what is made anew for the next hop: User-Password (given apart),
     * Message-Authenticator; with this server's Proxy-State last (RFC 2865 §5.33).
     */
    static Attributes request(RadiusPacket packet, String userName, Octets proxyState) {
        Attributes.Builder out = Attributes.builder();
        Attributes in = packet.attributes();
        for (Attribute attribute : in) {
            switch (attribute.type()) {
                case Attr.MESSAGE_AUTHENTICATOR, Attr.USER_PASSWORD -> {
                    // Bound to the hop they came over.
                }
                case Attr.USER_NAME -> out.string(Attr.USER_NAME, userName);
                default -> out.add(attribute);
            }
        }
        // RFC 2865 §5.3: without CHAP-Challenge the authenticator is the challenge, and the next
        // hop has another one.
        if (in.has(Attr.CHAP_PASSWORD) && !in.has(Attr.CHAP_CHALLENGE)) {
            out.add(Attr.CHAP_CHALLENGE, packet.authenticator());
        }
        return out.add(Attr.PROXY_STATE, proxyState).build();
    }

    /** Both ends of one hop: the secret, and the authenticator of the request it hides with. */
    record Hop(Secret secret, Octets authenticator) {}

    /**
     * The home server's attributes for the NAS: keys hidden anew, Proxy-State left to the signer,
     * what the realm does not allow left out, the local attributes put in.
     *
     * @param local what the user and the realm's group have here; empty in mode home
     * @param salt of the first salted attribute; later ones count up
     */
    static Attributes reply(
            RealmEntry realm, RadiusPacket reply, Hop home, Hop nas, Attributes local, int salt)
            throws DecodeException {
        boolean accept = reply.code() == Code.ACCESS_ACCEPT;
        ReplyMode mode = accept ? realm.settings().reply() : ReplyMode.HOME;
        Attributes.Builder out = Attributes.builder();
        Set<Integer> localTypes = new HashSet<>();
        Set<String> localPairs = new HashSet<>();
        if (mode != ReplyMode.HOME) {
            for (Attribute attribute : local) {
                out.add(attribute);
                if (attribute.type() != Attr.VENDOR_SPECIFIC) localTypes.add(attribute.type());
            }
            local.avPairs().forEach(pair -> localPairs.add(pairName(pair)));
        }
        int nextSalt = salt;
        for (Attribute attribute : reply.attributes()) {
            int type = attribute.type();
            if (type == Attr.PROXY_STATE || type == Attr.MESSAGE_AUTHENTICATOR) continue;
            boolean proof = authentication(attribute);
            if (!proof && (mode == ReplyMode.LOCAL || realm.denied().contains(type))) continue;
            if (localTypes.contains(type) && !proof) continue;
            if (type == Attr.TUNNEL_PASSWORD) {
                out.add(type, tunnelPassword(attribute.value(), home, nas, nextSalt++));
            } else if (vendor(attribute) == Attr.VENDOR_MICROSOFT) {
                nextSalt = microsoft(out, attribute.value(), home, nas, nextSalt);
            } else if (vendor(attribute) == Attr.VENDOR_CISCO) {
                if (ciscoPasses(attribute, realm, localPairs)) out.add(attribute);
            } else {
                out.add(attribute);
            }
        }
        return out.build();
    }

    /** What belongs to the log-in itself and is never the local policy's business. */
    private static boolean authentication(Attribute attribute) {
        return switch (attribute.type()) {
            case Attr.EAP_MESSAGE, Attr.STATE, Attr.REPLY_MESSAGE, Attr.CLASS, Attr.USER_NAME ->
                    true;
            default -> vendor(attribute) == Attr.VENDOR_MICROSOFT;
        };
    }

    private static boolean ciscoPasses(
            Attribute attribute, RealmEntry realm, Set<String> localPairs) {
        String pair =
                Attributes.builder().add(attribute).build().avPairs().stream()
                        .findFirst()
                        .orElse(null);
        if (pair == null) return true;
        String name = pairName(pair);
        return !realm.deniedAvPairs().contains(name) && !localPairs.contains(name);
    }

    private static String pairName(String pair) {
        int sign = pair.indexOf('=');
        return (sign < 0 ? pair : pair.substring(0, sign)).toLowerCase(Locale.ROOT);
    }

    private static long vendor(Attribute attribute) {
        Octets value = attribute.value();
        if (attribute.type() != Attr.VENDOR_SPECIFIC || value.length() < 4) return -1;
        return (long) value.u8(0) << 24 | value.u8(1) << 16 | value.u8(2) << 8 | value.u8(3);
    }

    private static Octets tunnelPassword(Octets value, Hop home, Hop nas, int salt)
            throws DecodeException {
        byte[] clear = TunnelPassword.decrypt(value, home.secret, home.authenticator);
        return TunnelPassword.encrypt(value.u8(0), salt, clear, nas.secret, nas.authenticator);
    }

    /** MS-MPPE keys are hidden hop by hop (RFC 2548 §2.4); the other sub-attributes go through. */
    private static int microsoft(Attributes.Builder out, Octets vsa, Hop home, Hop nas, int salt)
            throws DecodeException {
        int next = salt;
        int at = 4;
        while (at + 2 <= vsa.length()) {
            int type = vsa.u8(at);
            int length = vsa.u8(at + 1);
            if (length < 2 || at + length > vsa.length()) {
                throw new DecodeException("Microsoft attribute " + type, "length " + length);
            }
            Octets value = vsa.slice(at + 2, at + length);
            at += length;
            if (type == MppeKey.SEND || type == MppeKey.RECEIVE) {
                Secret key = MppeKey.decrypt(value, home.secret, home.authenticator);
                value = MppeKey.encrypt(next++, key, nas.secret, nas.authenticator);
            } else if (type == CHAP_MPPE_KEYS) {
                // MS-CHAP version 1's keys, hidden as a password: no FlexVPN hub reads them.
                continue;
            }
            out.vsa(Attr.VENDOR_MICROSOFT, type, value);
        }
        return next;
    }

    /** Whether this server has seen the request before, or too many others have. */
    static boolean looped(RadiusPacket packet, Octets ownTag) {
        int hops = 0;
        for (Attribute state : packet.attributes().all(Attr.PROXY_STATE)) {
            hops++;
            Octets value = state.value();
            if (value.length() >= ownTag.length()
                    && value.slice(0, ownTag.length()).equals(ownTag)) {
                return true;
            }
        }
        return hops > MAX_HOPS;
    }

    private static final int MAX_HOPS = 5;

    static @Nullable Octets state(RadiusPacket packet) {
        Attribute state = packet.attributes().first(Attr.STATE);
        return state == null ? null : state.value();
    }
}
