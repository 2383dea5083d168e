package io.flexaaa.server.transport;

import static io.flexaaa.server.transport.BadInput.accepted;
import static io.flexaaa.server.transport.BadInput.dropped;
import static io.flexaaa.server.transport.BadInput.recorded;
import static io.flexaaa.server.transport.BadInput.rejected;
import static io.flexaaa.server.transport.BadPackets.at;
import static io.flexaaa.server.transport.BadPackets.attr;
import static io.flexaaa.server.transport.BadPackets.cut;
import static io.flexaaa.server.transport.BadPackets.hashed;
import static io.flexaaa.server.transport.BadPackets.hex;
import static io.flexaaa.server.transport.BadPackets.join;
import static io.flexaaa.server.transport.BadPackets.length;
import static io.flexaaa.server.transport.BadPackets.report;
import static io.flexaaa.server.transport.BadPackets.sign;
import static io.flexaaa.server.transport.BadPackets.u32;
import static io.flexaaa.server.transport.BadPackets.vsa;

import io.flexaaa.server.transport.BadInput.Outcome;
import io.flexaaa.server.transport.BadInput.Where;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Groups A (framing), B (attributes) and C (authenticators). */
final class BadInputPackets {

    static final String PEER = "bad-input-peer";

    private static final int USER_PASSWORD = 2;
    private static final int CHAP_PASSWORD = 3;
    private static final int EAP_MESSAGE = 79;
    private static final int PROXY_STATE = 33;
    private static final int MESSAGE_AUTHENTICATOR = 80;

    private final List<BadInput> rows = new ArrayList<>();

    private BadInputPackets() {}

    static List<BadInput> rows() {
        BadInputPackets all = new BadInputPackets();
        all.framing();
        all.attributes();
        all.authenticators();
        return all.rows;
    }

    private void row(
            String id, String what, Where where, Function<BadPackets, byte[]> p, Outcome outcome) {
        rows.add(new BadInput(id, what, where, p, outcome));
    }

    private void auth(String id, String what, Function<BadPackets, byte[]> p, Outcome outcome) {
        row(id, what, Where.AUTH, p, outcome);
    }

    private void framing() {
        Outcome malformed = dropped("malformed");
        Outcome wrongCode = dropped("wrong-code");
        auth("A01", "empty datagram", p -> BadPackets.nothing(), malformed);
        auth("A02", "one octet", p -> new byte[] {1}, malformed);
        auth("A03", "19 octets", p -> cut(p.lookUp(PEER), 19), malformed);
        auth("A04", "Length 0", p -> length(p.lookUp(PEER), 0), malformed);
        auth("A05", "Length 19", p -> length(p.lookUp(PEER), 19), malformed);
        auth("A06", "Length one more than came", p -> longer(p.lookUp(PEER)), malformed);
        auth("A07", "Length 65535", p -> length(p.lookUp(PEER), 65_535), malformed);
        auth("A08", "padding", p -> join(p.lookUp(PEER), p.noise(100)), accepted());
        auth("A09", "4096 octets", p -> filled(p, 4_096), accepted());
        auth("A10", "4097 octets", p -> filled(p, 4_097), malformed);
        auth("A11", "60,000 octets", p -> join(p.lookUp(PEER), new byte[59_000]), accepted());
        auth("A12", "Access-Accept", p -> p.signed(2, p.authenticator()), wrongCode);
        auth("A13", "Access-Challenge", p -> p.signed(11, p.authenticator()), wrongCode);
        auth("A14", "code 0", p -> p.signed(0, p.authenticator()), malformed);
        auth("A15", "code 255", p -> p.signed(255, p.authenticator()), malformed);
        auth("A16", "accounting, wrong port", p -> p.accounting(report(1, "A16")), wrongCode);
        row("A17", "look-up, wrong port", Where.ACCT, p -> p.lookUp(PEER), wrongCode);
        auth("A18", "CoA-Request", p -> hashed(p.plain(43, new byte[16]), "x"), wrongCode);
        row("A19", "Disconnect-Request", Where.ACCT, p -> p.plain(40, new byte[16]), wrongCode);
        auth("A20", "Protocol-Error", p -> p.signed(52, p.authenticator()), wrongCode);
        row("A21", "Accounting-Response", Where.ACCT, p -> p.plain(5, new byte[16]), wrongCode);
    }

    private static byte[] longer(byte[] packet) {
        return length(packet, packet.length + 1);
    }

    /** A look-up of just so many octets, the rest of an unknown vendor. */
    private static byte[] filled(BadPackets p, int octets) {
        byte[] authenticator = p.authenticator();
        byte[] body = p.lookUpBody(authenticator, attr(1, PEER));
        byte[] filler = new byte[octets - 38 - body.length];
        for (int at = 0; at < filler.length; ) {
            int some = Math.min(200, filler.length - at);
            if (filler.length - at - some == 1) some--;
            filler[at] = (byte) 26;
            filler[at + 1] = (byte) some;
            at += some;
        }
        return p.signed(1, authenticator, body, filler);
    }

    private void attributes() {
        Outcome malformed = dropped("malformed");
        Outcome password = rejected("malformed-password");
        Outcome mixed = rejected("mixed-credentials");
        with("B01", "attribute length 0", malformed, hex("c800"));
        with("B02", "attribute length 1", malformed, hex("c801"));
        with("B03", "attribute past the end", malformed, hex("c80a0000"));
        with("B04", "a lone octet", malformed, hex("c8"));
        named("B05", "User-Name without octets", attr(1));
        named("B06", "no User-Name", BadPackets.nothing());
        named("B07", "two User-Names", join(attr(1, PEER), attr(1, "other")));
        with("B08", "Vendor-Specific without octets", accepted(), attr(26));
        with("B09", "Vendor-Specific without vendor", accepted(), attr(26, hex("000009")));
        with("B10", "vendor alone", accepted(), vsa(9));
        with("B11", "sub-attribute length 0", accepted(), vsa(9, hex("0100")));
        with("B12", "sub-attribute length 1", accepted(), vsa(9, hex("0101")));
        with("B13", "sub-attribute past the end", accepted(), vsa(9, hex("01ff61")));
        with("B14", "a lone sub-attribute octet", accepted(), vsa(9, hex("01")));
        with("B15", "unknown vendor", accepted(), vsa(65_000, hex("deadbeef00")));
        with("B16", "extended without type (RFC 6929)", accepted(), attr(241));
        with("B17", "long extended without flags", accepted(), attr(245, hex("01")));
        with("B18", "More without continuation", accepted(), attr(245, hex("018061")));
        with("B19", "TLV past its end", accepted(), attr(241, hex("0101ff61")));
        with("B20", "extended vendor cut short", accepted(), attr(241, hex("1a0000")));
        with("B21", "1,900 attributes", accepted(), many(1_900));
        with("B22", "type 0", accepted(), attr(0, hex("00")));
        with("B23", "type 255", accepted(), attr(255, hex("00")));
        with("B24", "NAS-IP-Address of 3 octets", accepted(), attr(4, hex("0a0000")));
        with("B25", "NAS-Port of 2 octets", accepted(), attr(5, hex("0001")));
        with("B26", "Framed-IP-Address without octets", accepted(), attr(8));
        only("B27", "User-Password of 0 octets", password, attr(USER_PASSWORD));
        only("B28", "User-Password of 15 octets", password, attr(USER_PASSWORD, new byte[15]));
        only("B29", "User-Password of 144 octets", password, attr(USER_PASSWORD, new byte[144]));
        only("B30", "User-Password of 253 octets", password, attr(USER_PASSWORD, new byte[253]));
        with("B31", "a second, wrong User-Password", mixed, attr(USER_PASSWORD, new byte[16]));
        only("B32", "CHAP-Password of 5 octets", rejected(""), attr(CHAP_PASSWORD, new byte[5]));
        with("B33", "PAP and CHAP", mixed, attr(CHAP_PASSWORD, new byte[17]));
        byte[] chap = attr(CHAP_PASSWORD, new byte[17]);
        only("B34", "two CHAP-Passwords", mixed, join(chap, chap));
        with("B35", "PAP and EAP", mixed, attr(EAP_MESSAGE, hex("0201000501")));
        only("B36", "no credential", rejected("no-password"), BadPackets.nothing());
    }

    private static byte[] many(int count) {
        byte[] all = new byte[count * 2];
        for (int i = 0; i < count; i++) {
            all[2 * i] = (byte) 200;
            all[2 * i + 1] = 2;
        }
        return all;
    }

    /** A good look-up with one thing more. */
    private void with(String id, String what, Outcome outcome, byte[] more) {
        auth(id, what, p -> p.lookUp(PEER, more), outcome);
    }

    /** Nothing but a name and this. */
    private void only(String id, String what, Outcome outcome, byte[] more) {
        auth(id, what, p -> p.access(attr(1, PEER), u32(6, 5), more), outcome);
    }

    private void named(String id, String what, byte[] name) {
        auth(
                id,
                what,
                p -> {
                    byte[] authenticator = p.authenticator();
                    return p.signed(1, authenticator, p.lookUpBody(authenticator, name));
                },
                rejected("no-user-name"));
    }

    private void authenticators() {
        Outcome missing = dropped("missing-message-authenticator");
        Outcome bad = dropped("bad-message-authenticator");
        Outcome hash = dropped("bad-authenticator");
        auth("C01", "Message-Authenticator first", p -> p.lookUp(PEER), accepted());
        auth("C02", "Message-Authenticator last", p -> signedAfter(p, 0), accepted());
        auth("C03", "Message-Authenticator amid", p -> signedAfter(p, 60), accepted());
        auth("C04", "none", p -> unsigned(p), missing);
        auth("C05", "wrong", p -> at(p.lookUp(PEER), 30, 7), bad);
        byte[] second = attr(MESSAGE_AUTHENTICATOR, new byte[16]);
        auth("C06", "two", p -> p.lookUp(PEER, second), bad);
        auth("C07", "of 15 octets", p -> unsigned(p, attr(80, new byte[15])), bad);
        auth("C08", "of 0 octets", p -> unsigned(p, attr(80)), bad);
        byte[] identity = attr(EAP_MESSAGE, hex("0201000501"));
        auth("C09", "EAP without", p -> unsigned(p, identity), missing);
        byte[] proxy = attr(PROXY_STATE, new byte[200]);
        auth("C10", "Proxy-State without", p -> unsigned(p, proxy), missing);
        row("C11", "none, excused", Where.LEGACY, p -> unsigned(p), accepted());
        row(
                "C12",
                "Proxy-State without, excused",
                Where.LEGACY,
                p -> unsigned(p, proxy),
                dropped("proxy-state-unprotected"));
        row("C13", "EAP without, excused", Where.LEGACY, p -> unsigned(p, identity), missing);
        row("C14", "wrong, excused", Where.LEGACY, p -> at(p.lookUp(PEER), 30, 7), bad);
        auth("C15", "another secret", BadInputPackets::otherSecret, bad);
        byte[] start = report(1, "C16");
        row("C16", "no hash", Where.ACCT, p -> p.plain(4, new byte[16], start), hash);
        row(
                "C17",
                "accounting, another secret",
                Where.ACCT,
                p -> hashed(p.plain(4, new byte[16], start), "another"),
                hash);
        row("C18", "accounting, signed", Where.ACCT, p -> p.accountingSigned(start), recorded());
        row(
                "C19",
                "accounting, wrongly signed",
                Where.ACCT,
                p -> p.accounting(start, attr(80, new byte[16])),
                bad);
        auth("C20", "Status-Server", p -> p.signed(12, p.authenticator()), accepted());
        auth("C21", "Status-Server without", p -> p.plain(12, p.authenticator()), missing);
        auth("C22", "Status-Server, wrong", p -> at(p.signed(12, p.authenticator()), 25, 9), bad);
    }

    private static byte[] unsigned(BadPackets p, byte[]... more) {
        byte[] authenticator = p.authenticator();
        byte[] body = p.lookUpBody(authenticator, attr(1, PEER));
        return p.plain(1, authenticator, body, join(more));
    }

    private static byte[] signedAfter(BadPackets p, int followedBy) {
        byte[] authenticator = p.authenticator();
        byte[] body = p.lookUpBody(authenticator, attr(1, PEER));
        byte[] tail = followedBy == 0 ? BadPackets.nothing() : attr(200, new byte[followedBy]);
        byte[] packet = p.plain(1, authenticator, body, attr(80, new byte[16]), tail);
        return sign(packet, 20 + body.length + 2);
    }

    private static byte[] otherSecret(BadPackets p) {
        byte[] packet = p.lookUp(PEER);
        Arrays.fill(packet, 22, 38, (byte) 0);
        return sign(packet, 22, "another");
    }
}
