package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.message.TrafficSelector;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.util.List;

/**
 * A child SA pair as this side sees it: what arrives under {@code inboundSpi}, what leaves under
 * {@code outboundSpi}.
 */
public record ChildSa(
        Octets inboundSpi,
        Octets outboundSpi,
        EspSuite suite,
        Secret inboundEncryption,
        Secret inboundIntegrity,
        Secret outboundEncryption,
        Secret outboundIntegrity,
        List<TrafficSelector> local,
        List<TrafficSelector> remote,
        boolean transportMode) {
    public ChildSa {
        local = List.copyOf(local);
        remote = List.copyOf(remote);
    }
}
