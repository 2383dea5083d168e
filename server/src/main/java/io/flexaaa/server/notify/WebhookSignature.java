package io.flexaaa.server.notify;

import io.flexaaa.protocol.wire.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header by which a receiver knows that a delivery is ours and fresh: {@code
 * t=UNIX-SECONDS,v1=HMAC-SHA256(secret, t + "." + body)} in hex.
 */
final class WebhookSignature {
    static final String HEADER = "FlexAAA-Signature";

    private WebhookSignature() {}

    static String of(Secret secret, long unixSeconds, String body) {
        byte[] key = secret.reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((unixSeconds + ".").getBytes(StandardCharsets.UTF_8));
            byte[] sum = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
            return "t=" + unixSeconds + ",v1=" + HexFormat.of().formatHex(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every JDK", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
