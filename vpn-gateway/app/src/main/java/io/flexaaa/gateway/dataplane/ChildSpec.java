package io.flexaaa.gateway.dataplane;

import io.flexaaa.ipsec.esp.EspSuite;
import io.flexaaa.ipsec.gre.GreTunnel;
import io.flexaaa.ipsec.selector.Selector;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One Child SA pair on a session interface.
 *
 * @param replayWindow 64 to 4096 packets, or 0 for no replay protection
 * @param local our side's selectors (source of outbound packets)
 * @param remote the peer's selectors (destination of outbound packets)
 * @param gre null: IP packets in tunnel mode, held to the selectors. Otherwise they go through this
 *     tunnel, which the selectors describe, and routing alone decides
 * @param natKeepaliveSeconds interval of RFC 3948 keepalives when we are behind a NAT, 0 for none
 * @param volumeLimitOctets {@link DataPlane#onChildExpiring} fires near it; 0 for none
 */
public record ChildSpec(
        SessionInterface session,
        EspSuite suite,
        Keys inbound,
        Keys outbound,
        boolean extendedSequenceNumbers,
        int replayWindow,
        List<Selector> local,
        List<Selector> remote,
        Endpoints endpoints,
        Encapsulation encapsulation,
        @Nullable GreTunnel gre,
        int natKeepaliveSeconds,
        long volumeLimitOctets) {

    /** RFC 3948 in UDP 4500, or IP protocol 50. */
    public enum Encapsulation {
        UDP,
        RAW_ESP
    }

    /**
     * One direction.
     *
     * @param encryption key and salt, as cut from KEYMAT
     * @param integrity empty for an AEAD
     */
    public record Keys(int spi, Secret encryption, Secret integrity) {}

    public ChildSpec {
        local = List.copyOf(local);
        remote = List.copyOf(remote);
        check("inbound", suite, inbound);
        check("outbound", suite, outbound);
        if (replayWindow != 0 && (replayWindow < 64 || replayWindow > 4096)) {
            throw new IllegalArgumentException("replay window " + replayWindow + " not 64-4096");
        }
    }

    private static void check(String direction, EspSuite suite, Keys keys) {
        if (keys.encryption().length() != suite.encryptionKeyOctets()
                || keys.integrity().length() != suite.integrityKeyOctets()) {
            throw new IllegalArgumentException(
                    direction
                            + " keys of "
                            + keys.encryption().length()
                            + "+"
                            + keys.integrity().length()
                            + " octets do not fit "
                            + suite);
        }
    }
}
