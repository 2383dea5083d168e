package io.flexaaa.ikev2.crypto;

/** One implementation for each group. */
final class KeyExchangeMethods {
    private static final KeyExchangeMethod CURVE25519 = new XdhMethod();
    private static final KeyExchangeMethod ECP_256 = new EcpMethod("secp256r1");
    private static final KeyExchangeMethod ECP_384 = new EcpMethod("secp384r1");
    private static final KeyExchangeMethod ECP_521 = new EcpMethod("secp521r1");
    private static final KeyExchangeMethod MODP_2048 = new ModpMethod(ModpPrime.of(2048));
    private static final KeyExchangeMethod MODP_3072 = new ModpMethod(ModpPrime.of(3072));
    private static final KeyExchangeMethod MODP_4096 = new ModpMethod(ModpPrime.of(4096));

    private KeyExchangeMethods() {}

    static KeyExchangeMethod of(KeyExchangeGroup group) {
        return switch (group) {
            case CURVE25519 -> CURVE25519;
            case ECP_256 -> ECP_256;
            case ECP_384 -> ECP_384;
            case ECP_521 -> ECP_521;
            case MODP_2048 -> MODP_2048;
            case MODP_3072 -> MODP_3072;
            case MODP_4096 -> MODP_4096;
        };
    }
}
