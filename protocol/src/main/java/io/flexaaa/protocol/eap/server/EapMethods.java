package io.flexaaa.protocol.eap.server;

import io.flexaaa.protocol.eap.EapMethod;
import io.flexaaa.protocol.eap.EapNegotiation;
import io.flexaaa.protocol.eap.EapNegotiation.Offer;
import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.protocol.eap.EapRandom;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.eap.gtc.GtcMethod;
import io.flexaaa.protocol.eap.md5.Md5Method;
import io.flexaaa.protocol.eap.mschapv2.MsChapV2Method;
import io.flexaaa.protocol.eap.peap.PeapMethod;
import io.flexaaa.protocol.eap.tls.EapTlsMethod;
import io.flexaaa.protocol.eap.tls.TlsMethod;
import io.flexaaa.protocol.eap.ttls.TtlsMethod;

import java.util.List;

/** The methods of one conversation: one row a method. */
final class EapMethods {

    /** Inner methods by preference. MD5 is no weaker than PAP inside a tunnel. */
    private static final List<EapType> INSIDE = List.of(EapType.MSCHAPV2, EapType.GTC, EapType.MD5);

    private static final int INNER_ROUNDS = 12;

    private final EapUsers users;
    private final EapNotes notes;
    private final EapRandom random;
    private final TlsMethod.Settings tls;

    EapMethods(EapUsers users, EapNotes notes, EapRandom random, TlsMethod.Settings tls) {
        this.users = users;
        this.notes = notes;
        this.random = random;
        this.tls = tls;
    }

    List<Offer> offers(List<EapType> types) {
        return types.stream().map(t -> new Offer(t, identity -> create(t, identity))).toList();
    }

    private EapMethod create(EapType type, String identity) {
        return switch (type) {
            case MD5 -> new Md5Method(identity, users, random);
            case GTC -> new GtcMethod(identity, users);
            case MSCHAPV2 -> new MsChapV2Method(identity, users, random);
            case TLS -> new EapTlsMethod(identity, users, notes, tls);
            case PEAP -> new PeapMethod(inner(), notes, tls);
            case TTLS -> new TtlsMethod(users, notes, inner(), tls);
        };
    }

    private EapNegotiation inner() {
        return new EapNegotiation(offers(INSIDE), notes, 0, INNER_ROUNDS);
    }
}
