package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One proposal of an SA payload, RFC 7296 §3.3.1: any one transform of each type, all types
 * together.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Last Substruc |   RESERVED    |         Proposal Length       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Proposal Num  |  Protocol ID  |    SPI Size   |Num  Transforms|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                        SPI (variable)                         ~
 * ~                        Transforms                             ~
 * </pre>
 */
public record Proposal(int number, ProtocolId protocol, Octets spi, List<Transform> transforms) {
    public Proposal {
        transforms = List.copyOf(transforms);
    }

    public List<Transform> ofType(int transformType) {
        return transforms.stream().filter(t -> t.type() == transformType).toList();
    }

    public boolean hasType(int transformType) {
        return transforms.stream().anyMatch(t -> t.type() == transformType);
    }

    public Proposal withSpi(Octets newSpi) {
        return new Proposal(number, protocol, newSpi, transforms);
    }

    public Proposal withNumber(int newNumber) {
        return new Proposal(newNumber, protocol, spi, transforms);
    }

    /** For logs: {@code IKE:AES_CBC-256/PRF_HMAC_SHA2_256/HMAC_SHA2_256_128/ECP_256}. */
    @Override
    public String toString() {
        return protocol
                + ":"
                + transforms.stream().map(Transform::toString).collect(Collectors.joining("/"));
    }
}
