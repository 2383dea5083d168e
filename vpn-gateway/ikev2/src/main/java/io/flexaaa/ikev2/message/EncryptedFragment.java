package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * SKF payload before decryption, RFC 7383 §2.5. {@code firstInner} is 0 in every fragment but the
 * first.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        Fragment Number        |        Total Fragments        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                     Initialization Vector                     ~
 * ~                      Encrypted content                        ~
 * ~                    Integrity Checksum Data                    ~
 * </pre>
 */
public record EncryptedFragment(int firstInner, int number, int total, Octets body)
        implements Payload {
    @Override
    public int payloadType() {
        return PayloadType.SKF;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(number).u16(total).octets(body);
    }

    static EncryptedFragment readBody(int firstInner, WireReader in) throws DecodeException {
        int number = in.u16();
        int total = in.u16();
        // RFC 7383 §2.5: numbers start at 1, and neither field may be zero.
        if (number == 0 || number > total) {
            throw new DecodeException("SKF", "fragment " + number + " of " + total);
        }
        return new EncryptedFragment(firstInner, number, total, in.rest());
    }
}
