package io.flexaaa.ipsec.esp;

/**
 * What protects one Child SA: an encryption transform with its key size, and an integrity transform
 * where the encryption is not an AEAD. Numbers are IANA's IKEv2 transform identifiers.
 */
public record EspSuite(Encryption encryption, int keyBits, Integrity integrity) {

    /** IKEv2 transform type 1. */
    public enum Encryption {
        AES_CBC(12, 16, 16, 0, 0),
        AES_GCM_16(20, 8, 4, 4, 16),
        CHACHA20_POLY1305(28, 8, 4, 4, 16);

        private final int transformId;
        private final int ivOctets;
        private final int alignment;
        private final int saltOctets;
        private final int icvOctets;

        Encryption(int transformId, int iv, int alignment, int salt, int icv) {
            this.transformId = transformId;
            this.ivOctets = iv;
            this.alignment = alignment;
            this.saltOctets = salt;
            this.icvOctets = icv;
        }

        public int transformId() {
            return transformId;
        }

        public boolean aead() {
            return icvOctets > 0;
        }
    }

    /** IKEv2 transform type 3; {@code NONE} goes with the AEADs. */
    public enum Integrity {
        NONE(0, "", 0, 0),
        HMAC_SHA1_96(2, "HmacSHA1", 20, 12),
        HMAC_SHA2_256_128(12, "HmacSHA256", 32, 16),
        HMAC_SHA2_384_192(13, "HmacSHA384", 48, 24),
        HMAC_SHA2_512_256(14, "HmacSHA512", 64, 32);

        private final int transformId;
        private final String jcaName;
        private final int keyOctets;
        private final int icvOctets;

        Integrity(int transformId, String jcaName, int keyOctets, int icvOctets) {
            this.transformId = transformId;
            this.jcaName = jcaName;
            this.keyOctets = keyOctets;
            this.icvOctets = icvOctets;
        }

        public int transformId() {
            return transformId;
        }

        String jcaName() {
            return jcaName;
        }
    }

    public EspSuite {
        boolean keyFits =
                switch (encryption) {
                    case AES_CBC, AES_GCM_16 -> keyBits == 128 || keyBits == 192 || keyBits == 256;
                    case CHACHA20_POLY1305 -> keyBits == 256;
                };
        if (!keyFits) {
            throw new IllegalArgumentException(encryption + " has no key of " + keyBits + " bits");
        }
        if (encryption.aead() != (integrity == Integrity.NONE)) {
            throw new IllegalArgumentException(
                    encryption + " with integrity " + integrity + ": an AEAD takes NONE, CBC not");
        }
    }

    public static EspSuite aesGcm16(int keyBits) {
        return new EspSuite(Encryption.AES_GCM_16, keyBits, Integrity.NONE);
    }

    public static EspSuite chaCha20Poly1305() {
        return new EspSuite(Encryption.CHACHA20_POLY1305, 256, Integrity.NONE);
    }

    public static EspSuite aesCbc(int keyBits, Integrity integrity) {
        return new EspSuite(Encryption.AES_CBC, keyBits, integrity);
    }

    /**
     * The suite of a negotiated proposal.
     *
     * @param keyBits the Key Length attribute, or 0 when the transform has none (ChaCha20)
     */
    public static EspSuite ofTransforms(int encryptionId, int keyBits, int integrityId) {
        for (Encryption e : Encryption.values()) {
            for (Integrity i : Integrity.values()) {
                if (e.transformId == encryptionId && i.transformId == integrityId) {
                    return new EspSuite(e, keyBits == 0 ? 256 : keyBits, i);
                }
            }
        }
        throw new IllegalArgumentException(
                "ESP transforms ENCR=" + encryptionId + " INTEG=" + integrityId + " unsupported");
    }

    /** Key plus salt, as KEYMAT delivers it (RFC 4106 §8.1, RFC 7634 §2). */
    public int encryptionKeyOctets() {
        return keyBits / 8 + encryption.saltOctets;
    }

    public int integrityKeyOctets() {
        return integrity.keyOctets;
    }

    public int ivOctets() {
        return encryption.ivOctets;
    }

    public int icvOctets() {
        return encryption.aead() ? encryption.icvOctets : integrity.icvOctets;
    }

    /** The plaintext with its trailer is a multiple of this (RFC 4303 §2.4). */
    public int alignment() {
        return encryption.alignment;
    }

    /** Length of the whole ESP packet, header to ICV, around an inner packet. */
    public int packetOctets(int innerOctets) {
        int padded = innerOctets + 2 + alignment() - 1;
        return 8 + ivOctets() + padded / alignment() * alignment() + icvOctets();
    }

    /** Largest inner packet that fits when the outer headers and the path MTU are given. */
    public int innerMtu(int pathMtu, int outerHeaderOctets) {
        int room = pathMtu - outerHeaderOctets - 8 - ivOctets() - icvOctets();
        return room / alignment() * alignment() - 2;
    }
}
