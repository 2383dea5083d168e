package io.flexaaa.ipsec.esp;

import io.flexaaa.ipsec.count.DropReason;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CBC (RFC 3602) with a truncated HMAC (RFC 2404, RFC 4868): encrypt, then authenticate. */
final class CbcPacketCipher implements PacketCipher {
    private static final int HEADER = 8;
    private static final int BLOCK = 16;

    private final SecretKeySpec key;
    private final Cipher cbc;
    private final Cipher block;
    private final Mac mac;
    private final int icvOctets;
    private final boolean extended;
    private final byte[] nonce = new byte[BLOCK];
    private final byte[] high = new byte[4];
    private final byte[] digest;

    CbcPacketCipher(EspSuite suite, byte[] encryptionKey, byte[] integrityKey, boolean extended) {
        try {
            key = new SecretKeySpec(encryptionKey, "AES");
            cbc = Cipher.getInstance("AES/CBC/NoPadding");
            block = Cipher.getInstance("AES/ECB/NoPadding");
            block.init(Cipher.ENCRYPT_MODE, key);
            String name = suite.integrity().jcaName();
            mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(integrityKey, name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + suite, e);
        }
        this.icvOctets = suite.icvOctets();
        this.extended = extended;
        this.digest = new byte[mac.getMacLength()];
    }

    @Override
    public void seal(
            long sequence, byte[] plain, int plainAt, int length, byte[] packet, int packetAt) {
        try {
            // The IV must be unpredictable (RFC 3602 §3): the block cipher of a number that is
            // never used twice is (NIST SP 800-38A appendix C, first method).
            BigEndian.put64(nonce, 8, sequence);
            int ivAt = packetAt + HEADER;
            block.doFinal(nonce, 0, BLOCK, packet, ivAt);
            cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(packet, ivAt, BLOCK));
            cbc.doFinal(plain, plainAt, length, packet, ivAt + BLOCK);
            int authenticated = HEADER + BLOCK + length;
            authenticate(sequence, packet, packetAt, authenticated);
            System.arraycopy(digest, 0, packet, packetAt + authenticated, icvOctets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC seal", e);
        }
    }

    @Override
    public int open(
            long sequence,
            byte[] packet,
            int packetAt,
            int packetLength,
            byte[] plain,
            int plainAt) {
        int length = packetLength - HEADER - BLOCK - icvOctets;
        if (length < BLOCK || length % BLOCK != 0) {
            return DropReason.MALFORMED.code();
        }
        try {
            int authenticated = packetLength - icvOctets;
            authenticate(sequence, packet, packetAt, authenticated);
            int difference = 0;
            for (int i = 0; i < icvOctets; i++) {
                difference |= digest[i] ^ packet[packetAt + authenticated + i];
            }
            if (difference != 0) {
                return DropReason.BAD_ICV.code();
            }
            int ivAt = packetAt + HEADER;
            cbc.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(packet, ivAt, BLOCK));
            return cbc.doFinal(packet, ivAt + BLOCK, length, plain, plainAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC open", e);
        }
    }

    /** RFC 4303 §2.2.1: the high half of an extended number is summed but not sent. */
    private void authenticate(long sequence, byte[] packet, int at, int length)
            throws ShortBufferException {
        mac.update(packet, at, length);
        if (extended) {
            BigEndian.put32(high, 0, (int) (sequence >>> 32));
            mac.update(high, 0, 4);
        }
        mac.doFinal(digest, 0);
    }
}
