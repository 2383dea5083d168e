package io.flexaaa.ipsec.esp;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Chooses the implementation of each cipher, once per process. */
public final class EspCrypto {
    private final AeadContext.Provider aesGcm;

    private EspCrypto(AeadContext.Provider aesGcm) {
        this.aesGcm = aesGcm;
    }

    /** The fastest AES-GCM that this JVM allows and that passes its known answers. */
    public static EspCrypto best() {
        AeadContext.@Nullable Provider direct = DirectGcm.find();
        return new EspCrypto(direct == null ? JceAead.AES_GCM : direct);
    }

    /** Public JDK interfaces only. */
    public static EspCrypto portable() {
        return new EspCrypto(JceAead.AES_GCM);
    }

    public String aesGcmName() {
        return aesGcm.name();
    }

    PacketCipher cipher(
            EspSuite suite, int spi, byte[] encryptionKey, byte[] integrityKey, boolean extended) {
        return switch (suite.encryption()) {
            case AES_GCM_16 -> aead(aesGcm, spi, encryptionKey, extended);
            case CHACHA20_POLY1305 -> aead(JceAead.CHACHA20_POLY1305, spi, encryptionKey, extended);
            case AES_CBC -> new CbcPacketCipher(suite, encryptionKey, integrityKey, extended);
        };
    }

    private static PacketCipher aead(
            AeadContext.Provider provider, int spi, byte[] material, boolean extended) {
        int keyOctets = material.length - 4;
        byte[] key = Arrays.copyOf(material, keyOctets);
        try {
            return new AeadPacketCipher(
                    provider.create(key, BigEndian.i32(material, keyOctets)), spi, extended);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
