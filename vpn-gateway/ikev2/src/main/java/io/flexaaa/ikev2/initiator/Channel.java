package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.crypto.IkeCipher;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.SealedMessage;
import io.flexaaa.ikev2.crypto.SealedMessage.Opened;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Reassembler;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One IKE SA's protected channel: keys, message IDs, reassembly. This side is always its original
 * initiator.
 */
final class Channel {
    final long spiI;
    final long spiR;
    final IkeSuite suite;
    final IkeKeys keys;
    private final IkeCipher outbound;
    private final IkeCipher inbound;
    private final int maxOctets;
    private Reassembler responses = new Reassembler();
    private Reassembler requests = new Reassembler();

    /** Message ID of our next request. */
    long nextRequest;

    /** Message ID of the peer's next request; its predecessor's answer is {@link #lastAnswer}. */
    long expectedRequest;

    List<byte[]> lastAnswer = List.of();

    Channel(long spiI, long spiR, IkeSuite suite, IkeKeys keys, int maxOctets, long nextRequest) {
        this.spiI = spiI;
        this.spiR = spiR;
        this.suite = suite;
        this.keys = keys;
        this.outbound = IkeCipher.of(suite, keys, true);
        this.inbound = IkeCipher.of(suite, keys, false);
        this.maxOctets = maxOctets;
        this.nextRequest = nextRequest;
    }

    int maxOctets() {
        return maxOctets;
    }

    List<byte[]> request(int exchangeType, long messageId, List<Payload> payloads, Entropy e) {
        responses = new Reassembler();
        return seal(exchangeType, false, messageId, payloads, e);
    }

    List<byte[]> answer(int exchangeType, long messageId, List<Payload> payloads, Entropy e) {
        requests = new Reassembler();
        expectedRequest = messageId + 1;
        lastAnswer = seal(exchangeType, true, messageId, payloads, e);
        return lastAnswer;
    }

    private List<byte[]> seal(
            int exchangeType, boolean response, long messageId, List<Payload> payloads, Entropy e) {
        IkeMessage m =
                new IkeMessage(spiI, spiR, exchangeType, true, response, messageId, payloads);
        return SealedMessage.protect(m, maxOctets, outbound, e);
    }

    /** Null while fragments are missing. */
    @Nullable Opened open(byte[] datagram) throws DecodeException {
        Opened opened = SealedMessage.unprotect(datagram, 0, datagram.length, inbound);
        if (opened instanceof Opened.Fragment f) {
            Reassembler reassembler = f.header().isResponse() ? responses : requests;
            Reassembler.Complete complete =
                    reassembler.add(f.number(), f.total(), f.firstInner(), f.content());
            return complete == null
                    ? null
                    : SealedMessage.reassembled(
                            f.header(), complete.firstInner(), complete.content());
        }
        return opened;
    }
}
