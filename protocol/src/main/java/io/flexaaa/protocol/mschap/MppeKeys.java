package io.flexaaa.protocol.mschap;

import static io.flexaaa.protocol.mschap.MsChapV2.ascii;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The 128-bit session keys of MS-CHAP version 2 (RFC 3079 §3.3), as the authenticator's side names
 * them: it sends with {@code send}, and MS-MPPE-Send-Key carries that one (RFC 2548 §2.4.2).
 */
public record MppeKeys(Secret send, Secret receive) {
    public static final int OCTETS = 16;

    private static final byte[] MAGIC_MASTER = ascii("This is the MPPE Master Key");
    private static final byte[] MAGIC_PEER_SENDS =
            ascii(
                    "On the client side, this is the send key; on the server side, it is the"
                            + " receive key.");
    private static final byte[] MAGIC_SERVER_SENDS =
            ascii(
                    "On the client side, this is the receive key; on the server side, it is the"
                            + " send key.");
    private static final byte[] PAD_1 = new byte[40];
    private static final byte[] PAD_2 = pad2();

    /** The keys of the authenticator; a peer exchanges the two. */
    public static MppeKeys of(Secret ntPasswordHash, Octets ntResponse) {
        byte[] master = masterKey(ntPasswordHash, ntResponse);
        try {
            return new MppeKeys(key(master, MAGIC_SERVER_SENDS), key(master, MAGIC_PEER_SENDS));
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    /** GetMasterKey (RFC 3079 §3.4). */
    static byte[] masterKey(Secret ntPasswordHash, Octets ntResponse) {
        MessageDigest sha = MsChapV2.sha1();
        sha.update(MsChap.hashOfHash(ntPasswordHash));
        sha.update(ntResponse.toArray());
        sha.update(MAGIC_MASTER);
        return Arrays.copyOf(sha.digest(), OCTETS);
    }

    /** GetAsymmetricStartKey (RFC 3079 §3.4). */
    private static Secret key(byte[] master, byte[] magic) {
        MessageDigest sha = MsChapV2.sha1();
        sha.update(master);
        sha.update(PAD_1);
        sha.update(magic);
        sha.update(PAD_2);
        return Secret.wrap(Arrays.copyOf(sha.digest(), OCTETS));
    }

    private static byte[] pad2() {
        byte[] pad = new byte[40];
        Arrays.fill(pad, (byte) 0xf2);
        return pad;
    }
}
