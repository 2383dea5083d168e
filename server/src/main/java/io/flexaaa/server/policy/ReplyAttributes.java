package io.flexaaa.server.policy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/** Peers' and groups' settings as the RADIUS attributes a FlexVPN hub reads. */
public final class ReplyAttributes {

    private ReplyAttributes() {}

    /** What of a peer becomes attributes, keys apart. */
    public record PeerSettings(
            @Nullable String framedIp,
            @Nullable String framedNetmask,
            @Nullable String framedPool,
            @Nullable String addrV6,
            List<String> avPairs,
            @Nullable Integer acctInterimSeconds) {}

    /**
     * In the order of the reply. A peer with a PSK also gets Tunnel-Type ESP over
     * Tunnel-Medium-Type IPv4 and, when it has one key a direction, the two password AV pairs;
     * Tunnel-Password is salted anew for each reply and so not here.
     */
    public static Attributes ofPeer(
            PeerSettings peer, boolean psk, @Nullable String local, @Nullable String remote) {
        Attributes.Builder out = Attributes.builder();
        if (psk) {
            // Untagged: the first octet of the four is the tag 0 (RFC 2868 §3.1).
            out.u32(Attr.TUNNEL_TYPE, Attr.TUNNEL_TYPE_ESP);
            out.u32(Attr.TUNNEL_MEDIUM_TYPE, Attr.TUNNEL_MEDIUM_IPV4);
        }
        if (local != null) out.avPair("ipsec:ikev2-password-local=" + local);
        if (remote != null) out.avPair("ipsec:ikev2-password-remote=" + remote);
        address(out, Attr.FRAMED_IP_ADDRESS, peer.framedIp());
        address(out, Attr.FRAMED_IP_NETMASK, peer.framedNetmask());
        if (peer.framedPool() != null) out.string(Attr.FRAMED_POOL, peer.framedPool());
        String v6 = peer.addrV6();
        if (v6 != null) {
            int slash = v6.indexOf('/');
            out.avPair("ipsec:addrv6=" + (slash < 0 ? v6 : v6.substring(0, slash)));
            if (slash >= 0) out.avPair("ipsec:prefix-len=" + v6.substring(slash + 1));
        }
        peer.avPairs().forEach(out::avPair);
        if (peer.acctInterimSeconds() != null) {
            out.u32(Attr.ACCT_INTERIM_INTERVAL, peer.acctInterimSeconds());
        }
        return out.build();
    }

    public static Attributes ofGroup(@Nullable String framedPool, List<String> avPairs) {
        Attributes.Builder out = Attributes.builder();
        if (framedPool != null) out.string(Attr.FRAMED_POOL, framedPool);
        avPairs.forEach(out::avPair);
        return out.build();
    }

    /** Octets on the wire. */
    public static int octets(Attributes attributes) {
        int sum = 0;
        for (Attribute attribute : attributes) sum += 2 + attribute.value().length();
        return sum;
    }

    private static void address(Attributes.Builder out, int type, @Nullable String text) {
        if (text != null) out.ipv4(type, InetAddress.ofLiteral(text));
    }
}
