package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapAttributes;
import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.OtherGateways;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** RADIUS packets with EAP in them. */
final class EapReplies {

    private EapReplies() {}

    static byte[] challenge(EapRequest to, EapMessage.Request message, Octets state, int seconds) {
        Attributes.Builder out = Attributes.builder();
        EapAttributes.split(message.encode(), out);
        out.add(Attr.STATE, state);
        // RFC 3579 §3.3: how long the NAS waits for the peer before it asks again.
        out.u32(Attr.SESSION_TIMEOUT, seconds);
        return RadiusSigner.reply(
                Code.ACCESS_CHALLENGE, to.packet(), out.build(), to.secret(), true);
    }

    static byte[] reject(EapRequest to, EapMessage.Failure message) {
        Attributes attributes =
                Attributes.builder().add(Attr.EAP_MESSAGE, message.encode()).build();
        return RadiusSigner.reply(Code.ACCESS_REJECT, to.packet(), attributes, to.secret(), true);
    }

    /**
     * @return null when it would not fit a RADIUS packet
     */
    static byte @Nullable [] accept(
            EapRequest to,
            EapMessage.Success message,
            EapSuccess success,
            EapAccount account,
            Attributes granted) {
        Attributes.Builder out = Attributes.builder();
        // The name that was proved, not the anonymous one outside, so that accounting has it.
        out.string(Attr.USER_NAME, success.user());
        out.addAll(OtherGateways.translated(granted, to.nas().type()));
        Integer interim = to.nas().acctInterimSeconds();
        if (account.acctInterimSeconds() == null && interim != null) {
            out.u32(Attr.ACCT_INTERIM_INTERVAL, interim);
        }
        out.add(Attr.EAP_MESSAGE, message.encode());
        Secret msk = success.msk();
        if (msk != null) keys(out, msk, to);
        try {
            return RadiusSigner.reply(
                    Code.ACCESS_ACCEPT, to.packet(), out.build(), to.secret(), true);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** RFC 3748 §7.10, RFC 2548 §2.4: the first half of the MSK is what the NAS receives with. */
    private static void keys(Attributes.Builder out, Secret msk, EapRequest to) {
        byte[] octets = msk.reveal();
        int salt = ThreadLocalRandom.current().nextInt(0x4000) << 1;
        int half = octets.length / 2;
        Secret receive = Secret.wrap(Arrays.copyOf(octets, half));
        Secret send = Secret.wrap(Arrays.copyOfRange(octets, half, octets.length));
        Octets authenticator = to.packet().authenticator();
        out.vsa(
                Attr.VENDOR_MICROSOFT,
                MppeKey.RECEIVE,
                MppeKey.encrypt(salt, receive, to.secret(), authenticator));
        out.vsa(
                Attr.VENDOR_MICROSOFT,
                MppeKey.SEND,
                MppeKey.encrypt(salt + 1, send, to.secret(), authenticator));
        Arrays.fill(octets, (byte) 0);
        receive.close();
        send.close();
    }
}
