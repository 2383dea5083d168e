package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.nas.NasType;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a policy says in Cisco's words, said again in those of the RFCs for a gateway that does not
 * know them: name servers (RFC 2548 §2.7, RFC 6911 §3.2) and WINS servers.
 */
public final class OtherGateways {
    private static final int MS_PRIMARY_DNS_SERVER = 28;
    private static final int MS_SECONDARY_DNS_SERVER = 29;
    private static final int MS_PRIMARY_NBNS_SERVER = 30;
    private static final int MS_SECONDARY_NBNS_SERVER = 31;
    private static final int DNS_SERVER_IPV6_ADDRESS = 169;

    private OtherGateways() {}

    /** The same attributes for a hub; with more of them for a NAS of type other. */
    public static Attributes translated(Attributes attributes, NasType type) {
        if (type != NasType.OTHER) {
            return attributes;
        }
        Attributes.Builder out = Attributes.builder().addAll(attributes);
        pair(
                out,
                addresses(attributes.avPair("ipsec:dns-servers"), 4),
                MS_PRIMARY_DNS_SERVER,
                MS_SECONDARY_DNS_SERVER);
        pair(
                out,
                addresses(attributes.avPair("ipsec:wins-servers"), 4),
                MS_PRIMARY_NBNS_SERVER,
                MS_SECONDARY_NBNS_SERVER);
        for (InetAddress server : addresses(attributes.avPair("ipsec:ipv6-dns-servers-addr"), 16)) {
            out.address(DNS_SERVER_IPV6_ADDRESS, server);
        }
        return out.build();
    }

    private static void pair(
            Attributes.Builder out, List<InetAddress> servers, int primary, int secondary) {
        for (int i = 0; i < Math.min(2, servers.size()); i++) {
            Octets address = Octets.copyOf(servers.get(i).getAddress());
            out.vsa(Attr.VENDOR_MICROSOFT, i == 0 ? primary : secondary, address);
        }
    }

    /** The catalogue has checked the text; what is no address all the same is left out. */
    private static List<InetAddress> addresses(@Nullable String value, int octets) {
        List<InetAddress> found = new ArrayList<>();
        for (String word : value == null ? new String[0] : value.trim().split("[ ,]+")) {
            try {
                InetAddress address = InetAddress.ofLiteral(word);
                if (address.getAddress().length == octets) found.add(address);
            } catch (IllegalArgumentException e) {
                // Not for us: the AV pair itself goes out as it is.
                continue;
            }
        }
        return found;
    }
}
