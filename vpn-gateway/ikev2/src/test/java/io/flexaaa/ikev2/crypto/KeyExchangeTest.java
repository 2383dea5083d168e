package io.flexaaa.ikev2.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.util.Random;

class KeyExchangeTest {
    private final Entropy entropy = new Random(7)::nextBytes;

    private static Octets revealed(Secret secret) {
        return Octets.wrap(secret.reveal());
    }

    /** RFC 7748 §6.1. */
    @Test
    void curve25519AsInTheRfc() throws DecodeException {
        Octets alice =
                Octets.ofHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        Octets bobPublic =
                Octets.ofHex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        KeyExchangeMethod.KeyPair pair =
                KeyExchangeGroup.CURVE25519.method().generate(b -> alice.copyTo(b, 0));
        assertThat(pair.publicValue().hex())
                .isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assertThat(revealed(pair.shared(bobPublic)).hex())
                .isEqualTo("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    /** RFC 5903 §8.1 and §8.2. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    secp256r1, C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433, D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF6356FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB, D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE
                    secp256r1, C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53, DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C37725811805271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3, D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE
                    secp384r1, 099F3C7034D4A2C699884D73A375A67F7624EF7C6B3C0F160647B67414DCE655E35B538041E649EE3FAEF896783AB194, E558DBEF53EECDE3D3FCCFC1AEA08A89A987475D12FD950D83CFA41732BC509D0D1AC43A0336DEF96FDA41D0774A3571DCFBEC7AACF3196472169E838430367F66EEBE3C6E70C416DD5F0C68759DD1FFF83FA40142209DFF5EAAD96DB9E6386C, 11187331C279962D93D604243FD592CB9D0A926F422E47187521287E7156C5C4D603135569B9E9D09CF5D4A270F59746
                    """)
    void ecpGroupsAsInTheRfc(String curve, String scalar, String peerPublic, String shared)
            throws DecodeException {
        KeyExchangeMethod.KeyPair pair =
                new EcpMethod(curve).of(new BigInteger(scalar, 16), Octets.EMPTY);
        assertThat(revealed(pair.shared(Octets.ofHex(peerPublic)))).isEqualTo(Octets.ofHex(shared));
    }

    @ParameterizedTest
    @EnumSource(KeyExchangeGroup.class)
    void bothSidesAgree(KeyExchangeGroup group) throws DecodeException {
        KeyExchangeMethod.KeyPair ours = group.method().generate(entropy);
        KeyExchangeMethod.Response theirs = group.method().respond(ours.publicValue(), entropy);
        assertThat(ours.publicValue().length()).isEqualTo(group.publicOctets());
        assertThat(ours.shared(theirs.publicValue())).isEqualTo(theirs.shared());
    }

    @ParameterizedTest
    @EnumSource(KeyExchangeGroup.class)
    void valuesOfAnotherLengthAreRefused(KeyExchangeGroup group) {
        KeyExchangeMethod.KeyPair ours = group.method().generate(entropy);
        for (int octets : new int[] {1, group.publicOctets() - 1, group.publicOctets() + 1}) {
            Octets value = entropy.octets(octets);
            assertThatThrownBy(() -> ours.shared(value))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining(octets + " octets");
        }
    }

    /** RFC 7748 §6.1: points of small order make the all-zero secret. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    })
    void curve25519PointsOfSmallOrderAreRefused(String point) {
        KeyExchangeMethod.KeyPair ours = KeyExchangeGroup.CURVE25519.method().generate(entropy);
        assertThatThrownBy(() -> ours.shared(Octets.ofHex(point)))
                .isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"ECP_256", "ECP_384", "ECP_521"})
    void pointsOffTheCurveAreRefused(KeyExchangeGroup group) {
        KeyExchangeMethod.KeyPair ours = group.method().generate(entropy);
        byte[] bent = ours.publicValue().toArray();
        bent[bent.length - 1] ^= 1;
        assertThatThrownBy(() -> ours.shared(Octets.wrap(bent)))
                .hasMessageContaining("not a point of the curve");
        byte[] huge = new byte[bent.length];
        java.util.Arrays.fill(huge, (byte) 0xff);
        assertThatThrownBy(() -> ours.shared(Octets.wrap(huge)))
                .hasMessageContaining("not a point of the curve");
        assertThatThrownBy(() -> ours.shared(Octets.wrap(new byte[bent.length])))
                .hasMessageContaining("not a point of the curve");
    }

    @Test
    void degenerateModpValuesAreRefused() {
        KeyExchangeMethod.KeyPair ours = KeyExchangeGroup.MODP_2048.method().generate(entropy);
        BigInteger p = ModpPrime.of(2048);
        for (BigInteger y :
                new BigInteger[] {
                    BigInteger.ZERO,
                    BigInteger.ONE,
                    p.subtract(BigInteger.ONE),
                    p,
                    p.add(BigInteger.ONE)
                }) {
            Octets value = Octets.wrap(Unsigned.fixed(y, 256));
            assertThatThrownBy(() -> ours.shared(value)).hasMessageContaining("1 < y < p-1");
        }
    }

    /** RFC 3526 §3: how the 2048-bit prime begins and ends; all three are safe primes. */
    @Test
    void theModpPrimesAreThoseOfTheRfc() {
        String p = ModpPrime.of(2048).toString(16).toUpperCase(java.util.Locale.ROOT);
        assertThat(p).startsWith("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E08");
        assertThat(p).endsWith("15728E5A8AACAA68FFFFFFFFFFFFFFFF");
        assertThat(ModpPrime.of(3072).toString(16)).endsWith("4b82d120a93ad2caffffffffffffffff");
        assertThat(ModpPrime.of(4096).toString(16)).endsWith("4df435c934063199ffffffffffffffff");
        for (int bits : new int[] {2048, 3072, 4096}) {
            BigInteger prime = ModpPrime.of(bits);
            assertThat(prime.bitLength()).isEqualTo(bits);
            assertThat(prime.isProbablePrime(4)).isTrue();
            assertThat(prime.shiftRight(1).isProbablePrime(4)).isTrue();
        }
    }
}
