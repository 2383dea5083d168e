package io.flexaaa.ikev2;

import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.protocol.wire.Secret;

import java.util.List;

/**
 * A child SA pair for the data plane to install. An AEAD key is followed by its salt (RFC 4106
 * §8.1, RFC 7634 §2); its integrity key is then empty.
 *
 * @param inboundSpi our SPI, in packets we receive
 * @param outboundSpi the peer's SPI, in packets we send
 * @param local what is behind us, {@code remote}: what is behind the peer
 * @param localEndpoint our outer address and, if {@code udpEncapsulated}, port
 * @param hardKilobytes send {@link Event.ChildExpiring} hard at this; soft at 90 %; 0 = no limit
 */
public record ChildSa(
        long sessionId,
        int inboundSpi,
        int outboundSpi,
        EspSuite suite,
        Mode mode,
        Secret inboundEncryptionKey,
        Secret inboundIntegrityKey,
        Secret outboundEncryptionKey,
        Secret outboundIntegrityKey,
        List<Selector> local,
        List<Selector> remote,
        Endpoint localEndpoint,
        Endpoint remoteEndpoint,
        boolean udpEncapsulated,
        int replayWindow,
        long hardKilobytes) {
    public ChildSa {
        local = List.copyOf(local);
        remote = List.copyOf(remote);
    }

    /** RFC 4301 §4.1. */
    public enum Mode {
        TUNNEL,
        TRANSPORT
    }
}
