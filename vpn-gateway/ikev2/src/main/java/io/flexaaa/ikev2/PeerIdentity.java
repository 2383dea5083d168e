package io.flexaaa.ikev2;

import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * An IKE identity as the peer sent it (RFC 7296 §3.5), or ours. {@link #text} is what RADIUS gets
 * as User-Name and what show commands print.
 */
public record PeerIdentity(IdentityType type, Octets data) {
    public static PeerIdentity address(InetAddress address) {
        return new PeerIdentity(
                address.getAddress().length == 4
                        ? IdentityType.IPV4_ADDRESS
                        : IdentityType.IPV6_ADDRESS,
                Octets.wrap(address.getAddress()));
    }

    public static PeerIdentity fqdn(String name) {
        return new PeerIdentity(IdentityType.FQDN, Octets.ofUtf8(name));
    }

    public static PeerIdentity email(String name) {
        return new PeerIdentity(IdentityType.EMAIL, Octets.ofUtf8(name));
    }

    public static PeerIdentity keyId(String name) {
        return new PeerIdentity(IdentityType.KEY_ID, Octets.ofUtf8(name));
    }

    /** The address of an address identity, null for every other type. */
    public @Nullable InetAddress asAddress() {
        boolean v4 = type == IdentityType.IPV4_ADDRESS && data.length() == 4;
        boolean v6 = type == IdentityType.IPV6_ADDRESS && data.length() == 16;
        if (!v4 && !v6) {
            return null;
        }
        try {
            return InetAddress.getByAddress(data.toArray());
        } catch (UnknownHostException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }

    /** Dotted quad, name or key id as text; hex where the octets are not printable UTF-8. */
    public String text() {
        InetAddress address = asAddress();
        if (address != null) {
            return address.getHostAddress();
        }
        return switch (type) {
            case FQDN, EMAIL, KEY_ID, GROUP_NAME -> printable();
            case DN -> DistinguishedNames.text(data);
            case IPV4_ADDRESS, IPV6_ADDRESS, GENERAL_NAME, NULL -> data.hex();
        };
    }

    /** {@code fqdn br17.example.com}, as messages name it. */
    public String describe() {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + text();
    }

    private String printable() {
        for (int i = 0; i < data.length(); i++) {
            int c = data.u8(i);
            if (c < 0x20 || c == 0x7f) {
                return data.hex();
            }
        }
        return data.utf8();
    }
}
