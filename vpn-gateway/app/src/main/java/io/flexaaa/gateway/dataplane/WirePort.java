package io.flexaaa.gateway.dataplane;

import java.net.InetSocketAddress;

/** UDP 4500 as IKE sees it: the four zero octets before a message (RFC 3948 §2.2) stay inside. */
public interface WirePort {
    /**
     * Sends an IKE message from {@code local}'s address; its port is ignored.
     *
     * @throws java.io.UncheckedIOException when the kernel refuses it, with the reason
     */
    void send(InetSocketAddress local, InetSocketAddress remote, byte[] ikeMessage);

    /** One listener; called on the inbound packet thread, so hand over at once. */
    void onMessage(Listener listener);

    /** Takes IKE messages that arrived on UDP 4500. */
    interface Listener {
        void message(InetSocketAddress local, InetSocketAddress remote, byte[] ikeMessage);
    }
}
