package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;

import java.util.Locale;

/** What a request asks with. A bounded set: it labels metrics. */
enum AnswerMethod {
    LOOK_UP,
    PAP,
    CHAP,
    MSCHAP,
    EAP_IDENTITY,
    EAP_NAK,
    EAP_MD5,
    EAP_GTC,
    EAP_TLS,
    EAP_TTLS,
    EAP_PEAP,
    EAP_MSCHAPV2,
    EAP_OTHER,
    NONE,
    ACCOUNTING,
    STATUS_SERVER;

    private static final int OUTBOUND = 5;
    private static final int MICROSOFT = 311;

    /** As in {@code eap-peap}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One pass; what two methods claim is the stronger one's. */
    static AnswerMethod of(RadiusPacket packet) {
        if (packet.code() == Code.ACCOUNTING_REQUEST) return ACCOUNTING;
        if (packet.code() == Code.STATUS_SERVER) return STATUS_SERVER;
        Attributes attributes = packet.attributes();
        AnswerMethod found = NONE;
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.asList().get(i);
            switch (attribute.type()) {
                case Attr.EAP_MESSAGE -> {
                    return eap(attribute);
                }
                case Attr.CHAP_PASSWORD -> found = CHAP;
                case Attr.USER_PASSWORD -> {
                    if (found == NONE) found = PAP;
                }
                case Attr.VENDOR_SPECIFIC -> {
                    if (isMsChap(attribute)) found = MSCHAP;
                }
                default -> {}
            }
        }
        // A hub's request for a key or a policy has a fixed password and proves nothing by it.
        return found == PAP && attributes.u32(Attr.SERVICE_TYPE, 0) == OUTBOUND ? LOOK_UP : found;
    }

    private static AnswerMethod eap(Attribute first) {
        if (first.value().length() < 5) return EAP_OTHER;
        return switch (first.value().u8(4)) {
            case 1 -> EAP_IDENTITY;
            case 3 -> EAP_NAK;
            case 4 -> EAP_MD5;
            case 6 -> EAP_GTC;
            case 13 -> EAP_TLS;
            case 21 -> EAP_TTLS;
            case 25 -> EAP_PEAP;
            case 26 -> EAP_MSCHAPV2;
            default -> EAP_OTHER;
        };
    }

    /** MS-CHAP-Response or MS-CHAP2-Response (RFC 2548 §2.1.3, §2.3.2). */
    private static boolean isMsChap(Attribute vendor) {
        var value = vendor.value();
        return value.length() > 5
                && value.u8(0) == 0
                && value.u8(1) == 0
                && (value.u8(2) << 8 | value.u8(3)) == MICROSOFT
                && (value.u8(4) == 1 || value.u8(4) == 25);
    }
}
