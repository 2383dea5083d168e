package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.WireWriter;

/**
 * One IKEv2 payload after decoding (RFC 7296 §3.2). A value that breaks its RFC cannot exist here:
 * the codec refuses it.
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public sealed interface Payload
        permits SecurityAssociation,
                KeyExchange,
                Identification,
                Certificate,
                CertificateRequest,
                Authentication,
                Nonce,
                NotifyPayload,
                Delete,
                VendorId,
                TrafficSelectors,
                Configuration,
                Eap,
                Encrypted,
                EncryptedFragment,
                Unknown {

    /** The number that announces this payload, see {@link PayloadType}. */
    int payloadType();

    /** Appends the payload's body, without the generic header. */
    void writeBody(WireWriter out);
}
