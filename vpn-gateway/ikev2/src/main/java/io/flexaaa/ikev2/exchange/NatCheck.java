package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.SaSnapshot.Nat;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;

import java.util.List;

/** NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP, RFC 7296 §2.23. */
public final class NatCheck {
    private NatCheck() {}

    /** Which side of a request is behind a NAT, seen from us who received it. */
    public static Nat detect(IkeMessage request, Endpoint local, Endpoint remote) {
        // A peer with several addresses may send several source hashes; one that fits is enough.
        Octets source = hash(request.spiI(), request.spiR(), remote);
        boolean sourceSent = false;
        boolean sourceFits = false;
        Octets destination = hash(request.spiI(), request.spiR(), local);
        boolean destinationSent = false;
        boolean destinationFits = false;
        for (NotifyPayload n : request.all(NotifyPayload.class)) {
            if (n.notifyType() == NotifyType.NAT_DETECTION_SOURCE_IP) {
                sourceSent = true;
                sourceFits |= n.data().equals(source);
            } else if (n.notifyType() == NotifyType.NAT_DETECTION_DESTINATION_IP) {
                destinationSent = true;
                destinationFits |= n.data().equals(destination);
            }
        }
        return new Nat(destinationSent && !destinationFits, sourceSent && !sourceFits);
    }

    /** Our two notifies; {@code forceEncapsulation}: claim a source address nobody has. */
    public static List<Payload> payloads(
            long spiI, long spiR, Endpoint local, Endpoint remote, boolean forceEncapsulation) {
        Endpoint source = forceEncapsulation ? new Endpoint(local.address(), 0) : local;
        return List.of(
                NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, hash(spiI, spiR, source)),
                NotifyPayload.of(
                        NotifyType.NAT_DETECTION_DESTINATION_IP, hash(spiI, spiR, remote)));
    }

    private static Octets hash(long spiI, long spiR, Endpoint endpoint) {
        return io.flexaaa.ikev2.crypto.NatDetection.hash(
                spiI, spiR, endpoint.address(), endpoint.port());
    }
}
