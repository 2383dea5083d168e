package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Keys of a child SA, RFC 7296 §2.17. */
public final class ChildKeymat {
    private ChildKeymat() {}

    /**
     * KEYMAT = prf+(SK_d, [g^ir (new) |] Ni | Nr). The nonces are those of the exchange that makes
     * the child (IKE_SA_INIT's for the first); {@code shared} is null without PFS.
     */
    public static ChildKeys derive(
            PrfAlgorithm prf,
            Secret skD,
            EspSuite suite,
            Octets ni,
            Octets nr,
            @Nullable Secret shared) {
        byte[] g = shared == null ? new byte[0] : shared.reveal();
        byte[] seed = new byte[g.length + ni.length() + nr.length()];
        System.arraycopy(g, 0, seed, 0, g.length);
        ni.copyTo(seed, g.length);
        nr.copyTo(seed, g.length + ni.length());
        IntegrityAlgorithm integrity = suite.integrity();
        int a = integrity == null ? 0 : integrity.keyOctets();
        int e = suite.encryption().keyOctets();
        byte[] d = skD.reveal();
        KeyStream stream = new KeyStream(Prf.prfPlus(prf, d, seed, 2 * (a + e)));
        Arrays.fill(d, (byte) 0);
        Arrays.fill(g, (byte) 0);
        Arrays.fill(seed, (byte) 0);
        // §2.17: initiator to responder first; encryption before integrity.
        ChildKeys keys =
                new ChildKeys(stream.take(e), stream.take(a), stream.take(e), stream.take(a));
        stream.wipe();
        return keys;
    }
}
