package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.Endpoint;

/** Where a datagram came to and from; {@code natTPort}: our side is port 4500 with its marker. */
public record Path(Endpoint local, Endpoint remote, boolean natTPort) {
    private static final int UDP_HEADER = 8;
    private static final int MARKER = 4;

    /** The largest IKE message that keeps the IP packet within {@code packetOctets}. */
    public int messageOctets(int packetOctets) {
        int ip = remote.address().getAddress().length == 4 ? 20 : 40;
        return packetOctets - ip - UDP_HEADER - (natTPort ? MARKER : 0);
    }
}
