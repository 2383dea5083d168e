package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A gateway in REDIRECT and REDIRECTED_FROM, RFC 5685 §7.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | GW Ident Type |  GW Ident Len |  Gateway identity             ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Nonce Data                             ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record GatewayIdentity(int type, Octets value) {
    public static final int IPV4 = 1;
    public static final int IPV6 = 2;
    public static final int FQDN = 3;
    private static final int HEADER_OCTETS = 2;

    public static GatewayIdentity of(InetAddress address) {
        byte[] octets = address.getAddress();
        return new GatewayIdentity(octets.length == 4 ? IPV4 : IPV6, Octets.wrap(octets));
    }

    public static GatewayIdentity fqdn(String name) {
        return new GatewayIdentity(FQDN, Octets.ofUtf8(name));
    }

    /** Notification data; {@code nonce}: Ni in IKE_SA_INIT, nothing later. */
    public Octets data(Octets nonce) {
        return new WireWriter().u8(type).u8(value.length()).octets(value).octets(nonce).toOctets();
    }

    public static GatewayIdentity decode(Octets data) throws DecodeException {
        if (data.length() < HEADER_OCTETS || data.length() < HEADER_OCTETS + data.u8(1)) {
            throw new DecodeException("REDIRECT", "data of " + data.length() + " octets");
        }
        int type = data.u8(0);
        Octets value = data.slice(HEADER_OCTETS, HEADER_OCTETS + data.u8(1));
        int wanted = type == IPV4 ? 4 : type == IPV6 ? 16 : value.length();
        if (type < IPV4 || type > FQDN || value.isEmpty() || value.length() != wanted) {
            throw new DecodeException(
                    "REDIRECT", "gateway identity type " + type + " of " + value.length());
        }
        return new GatewayIdentity(type, value);
    }

    /** The address or name. */
    public String text() {
        if (type == FQDN) {
            return value.utf8();
        }
        try {
            return InetAddress.getByAddress(value.toArray()).getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            return value.hex();
        }
    }
}
