package io.flexaaa.protocol.eap.md5;

import io.flexaaa.protocol.eap.EapMethod;
import io.flexaaa.protocol.eap.EapRandom;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** CHAP in EAP: the server's challenge, and the peer's MD5 over it and the password. */
public final class Md5Method implements EapMethod {
    private static final int OCTETS = 16;

    private final String user;
    private final EapUsers users;
    private final Octets challenge;

    public Md5Method(String user, EapUsers users, EapRandom random) {
        this.user = user;
        this.users = users;
        this.challenge = Octets.wrap(random.octets(OCTETS));
    }

    @Override
    public EapType type() {
        return EapType.MD5;
    }

    @Override
    public Step start(int identifier) {
        return new Step.Ask(new WireWriter(32).u8(OCTETS).octets(challenge).toOctets());
    }

    @Override
    public Step answer(int identifier, Octets data, int nextIdentifier) throws DecodeException {
        WireReader in = new WireReader(data);
        int size = in.u8();
        if (size != OCTETS) throw new DecodeException("Value-Size", size + ", not 16");
        Octets value = in.octets(OCTETS);
        return switch (users.password(user)) {
            case EapUsers.Password.Refused(EapRefusal refusal) -> new Step.Refuse(refusal);
            case EapUsers.Password.Known(Secret password) ->
                    matches(identifier, password, challenge, value)
                            ? new Step.Done(new EapSuccess(user, null))
                            : Step.refuse(EapRefusal.Code.WRONG_PASSWORD, user);
        };
    }

    /** CHAP's answer (RFC 1994 §4.1), which TTLS uses too. */
    public static boolean matches(int identifier, Secret password, Octets challenge, Octets value) {
        byte[] key = password.reveal();
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) identifier);
            md5.update(key);
            return value.contentEquals(md5.digest(challenge.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is part of every JDK", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
