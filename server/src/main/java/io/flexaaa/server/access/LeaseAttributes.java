package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.pool.Lease;
import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.pool.LeaseResult.Granted;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.PoolRefs;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** Addresses from a pool as attributes of a peer's reply. */
public final class LeaseAttributes {
    private LeaseAttributes() {}

    /** What a peer needs from pools; null when nothing, because it has addresses of its own. */
    public static @Nullable LeaseRequest wanted(
            PeerEntry peer,
            PoolRefs pools,
            Attributes attributes,
            NasEntry nas,
            @Nullable String callingStationId) {
        return wanted(peer.name(), pools, attributes, nas, callingStationId);
    }

    static @Nullable LeaseRequest wanted(
            String holder,
            PoolRefs pools,
            Attributes attributes,
            NasEntry nas,
            @Nullable String callingStationId) {
        if (pools.none()) return null;
        boolean v4 = pools.v4() != null && !attributes.has(Attr.FRAMED_IP_ADDRESS);
        boolean v6 = pools.v6() != null && attributes.avPair("addrv6") == null;
        if (!v4 && !v6) return null;
        return new LeaseRequest(
                v4 && pools.v4() != null ? pools.v4().id() : null,
                v6 && pools.v6() != null ? pools.v6().id() : null,
                holder,
                nas.name(),
                callingStationId);
    }

    /** The attributes with the addresses behind them. */
    public static Attributes with(Attributes attributes, Granted granted) {
        Attributes.Builder out = Attributes.builder().addAll(attributes);
        Lease v4 = granted.v4();
        if (v4 != null) {
            out.ipv4(Attr.FRAMED_IP_ADDRESS, v4.address());
            if (v4.netmask() != null && !attributes.has(Attr.FRAMED_IP_NETMASK)) {
                out.ipv4(Attr.FRAMED_IP_NETMASK, InetAddress.ofLiteral(v4.netmask()));
            }
        }
        Lease v6 = granted.v6();
        if (v6 != null) {
            out.avPair("ipsec:addrv6=" + v6.address().getHostAddress());
            if (v6.prefixLength() != null && attributes.avPair("prefix-len") == null) {
                out.avPair("ipsec:prefix-len=" + v6.prefixLength());
            }
        }
        return out.build();
    }
}
