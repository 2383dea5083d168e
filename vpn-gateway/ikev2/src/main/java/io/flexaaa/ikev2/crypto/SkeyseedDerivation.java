package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.Arrays;

/** From the shared secret to the keys of an IKE SA, RFC 7296 §2.14 and §2.18. */
public final class SkeyseedDerivation {
    private SkeyseedDerivation() {}

    /** First keys: SKEYSEED = prf(Ni | Nr, g^ir). */
    public static IkeKeys initial(
            IkeSuite suite, Octets ni, Octets nr, Secret shared, long spiI, long spiR) {
        byte[] g = shared.reveal();
        byte[] skeyseed = Prf.prf(suite.prf(), ni.plus(nr).toArray(), g);
        Arrays.fill(g, (byte) 0);
        return expand(suite, skeyseed, ni, nr, spiI, spiR);
    }

    /**
     * Keys after a rekey: SKEYSEED = prf(SK_d (old), g^ir (new) | Ni | Nr), where the prf is the
     * <em>old</em> SA's and the expansion uses the new one's (§2.18).
     */
    public static IkeKeys rekeyed(
            PrfAlgorithm oldPrf,
            Secret oldSkD,
            IkeSuite newSuite,
            Octets ni,
            Octets nr,
            Secret shared,
            long spiI,
            long spiR) {
        byte[] g = shared.reveal();
        byte[] d = oldSkD.reveal();
        byte[] skeyseed = Prf.prf(oldPrf, d, g, ni.toArray(), nr.toArray());
        Arrays.fill(g, (byte) 0);
        Arrays.fill(d, (byte) 0);
        return expand(newSuite, skeyseed, ni, nr, spiI, spiR);
    }

    /**
     * RFC 8784 §3: SK_d = prf+ (PPK, SK_d'), and SK_pi and SK_pr alike; the old three are wiped.
     */
    public static IkeKeys mixed(PrfAlgorithm prf, IkeKeys keys, Secret ppk) {
        return new IkeKeys(
                mixed(prf, ppk, keys.d()),
                keys.ai(),
                keys.ar(),
                keys.ei(),
                keys.er(),
                mixed(prf, ppk, keys.pi()),
                mixed(prf, ppk, keys.pr()));
    }

    private static Secret mixed(PrfAlgorithm prf, Secret ppk, Secret key) {
        byte[] p = ppk.reveal();
        byte[] k = key.reveal();
        Secret mixed = Secret.wrap(Prf.prfPlus(prf, p, k, k.length));
        Arrays.fill(p, (byte) 0);
        Arrays.fill(k, (byte) 0);
        key.close();
        return mixed;
    }

    /**
     * {SK_d | SK_ai | SK_ar | SK_ei | SK_er | SK_pi | SK_pr} = prf+(SKEYSEED, Ni | Nr | SPIi |
     * SPIr).
     */
    private static IkeKeys expand(
            IkeSuite suite, byte[] skeyseed, Octets ni, Octets nr, long spiI, long spiR) {
        int d = suite.prf().outputOctets();
        IntegrityAlgorithm integrity = suite.integrity();
        int a = integrity == null ? 0 : integrity.keyOctets();
        int e = suite.encryption().keyOctets();
        byte[] seed = new WireWriter().octets(ni).octets(nr).u64(spiI).u64(spiR).toArray();
        KeyStream stream =
                new KeyStream(Prf.prfPlus(suite.prf(), skeyseed, seed, 3 * d + 2 * a + 2 * e));
        Arrays.fill(skeyseed, (byte) 0);
        IkeKeys keys =
                new IkeKeys(
                        stream.take(d),
                        stream.take(a),
                        stream.take(a),
                        stream.take(e),
                        stream.take(e),
                        stream.take(d),
                        stream.take(d));
        stream.wipe();
        return keys;
    }
}
