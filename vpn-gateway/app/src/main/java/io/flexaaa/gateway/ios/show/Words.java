package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfigParser;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/** The words that several show commands share, spelt as IOS spells them. */
final class Words {
    private Words() {}

    /** {@code 10.0.0.1/500}. */
    static String endpoint(Endpoint e) {
        return Addresses.text(e.address()) + "/" + e.port();
    }

    static String identity(@Nullable PeerIdentity identity) {
        return identity == null ? "(none)" : identity.text();
    }

    /** {@code 00:27:42}; hours may need more than two digits. */
    static String hms(long seconds) {
        long s = Math.max(0, seconds);
        return "%02d:%02d:%02d".formatted(s / 3600, s / 60 % 60, s % 60);
    }

    static long activeSeconds(SessionSnapshot s) {
        long since = s.sa().establishedMs();
        return since < 0 ? 0 : Math.max(0, (s.nowMs() - since) / 1000);
    }

    static long uptimeSeconds(SessionSnapshot s) {
        return s.up() ? Math.max(0, (s.nowMs() - s.upMs()) / 1000) : activeSeconds(s);
    }

    static String sessionStatus(SessionSnapshot s) {
        return switch (s.sa().status()) {
            case READY -> s.sa().children().isEmpty() ? "UP-IDLE" : "UP-ACTIVE";
            case IN_NEGOTIATION -> "DOWN-NEGOTIATING";
            case DELETING -> "DOWN";
        };
    }

    static String saStatus(SaSnapshot.Status status) {
        return switch (status) {
            case READY -> "READY";
            case IN_NEGOTIATION -> "IN-NEG";
            case DELETING -> "DELETE";
        };
    }

    static String accessName(SessionSnapshot s) {
        return s.accessNumber() == 0 ? "(none)" : "Virtual-Access" + s.accessNumber();
    }

    static String spi(long spi) {
        return "%016X".formatted(spi);
    }

    static String spi(int spi) {
        return "0x%X".formatted(spi);
    }

    static String encryption(EncryptionAlgorithm a) {
        return switch (a) {
            case AES_CBC_128, AES_CBC_192, AES_CBC_256 -> "AES-CBC";
            case AES_GCM_8_128,
                    AES_GCM_8_192,
                    AES_GCM_8_256,
                    AES_GCM_12_128,
                    AES_GCM_12_192,
                    AES_GCM_12_256,
                    AES_GCM_16_128,
                    AES_GCM_16_192,
                    AES_GCM_16_256 ->
                    "AES-GCM";
            case CHACHA20_POLY1305 -> "CHACHA20-POLY1305";
        };
    }

    static int keySize(EncryptionAlgorithm a) {
        return a.keyLengthBits() == 0 ? 256 : a.keyLengthBits();
    }

    static String prf(PrfAlgorithm a) {
        return switch (a) {
            case HMAC_SHA1 -> "SHA1";
            case HMAC_SHA2_256 -> "SHA256";
            case HMAC_SHA2_384 -> "SHA384";
            case HMAC_SHA2_512 -> "SHA512";
        };
    }

    /** IOS names HMAC-SHA1-96 by its length, and says None for a combined-mode cipher. */
    static String hash(@Nullable IntegrityAlgorithm a) {
        return switch (a) {
            case HMAC_SHA1_96 -> "SHA96";
            case HMAC_SHA2_256_128 -> "SHA256";
            case HMAC_SHA2_384_192 -> "SHA384";
            case HMAC_SHA2_512_256 -> "SHA512";
            case null -> "None";
        };
    }

    /** {@code esp-256-aes esp-sha256-hmac}. */
    static String transform(SaSnapshot.Child c) {
        EncryptionAlgorithm e = c.suite().encryption();
        String cipher =
                switch (encryption(e)) {
                    case "AES-GCM" -> keySize(e) == 128 ? "esp-gcm" : "esp-gcm " + keySize(e);
                    case "AES-CBC" -> keySize(e) == 128 ? "esp-aes" : "esp-" + keySize(e) + "-aes";
                    default -> "esp-chacha20-poly1305";
                };
        return switch (c.suite().integrity()) {
            case HMAC_SHA1_96 -> cipher + " esp-sha-hmac";
            case HMAC_SHA2_256_128 -> cipher + " esp-sha256-hmac";
            case HMAC_SHA2_384_192 -> cipher + " esp-sha384-hmac";
            case HMAC_SHA2_512_256 -> cipher + " esp-sha512-hmac";
            case null -> cipher;
        };
    }

    static String group(@Nullable KeyExchangeGroup group) {
        return group == null ? "none" : Integer.toString(group.number());
    }

    /** {@code 0.0.0.0/0.0.0.0}, {@code host 10.0.0.1}, {@code 2001:db8::/64}. */
    static String flowEnd(Selector s) {
        int length = prefixLength(s);
        if (length == s.first().getAddress().length * 8) {
            return "host " + Addresses.text(s.first());
        }
        return s.isV4()
                ? Addresses.text(s.first()) + "/" + mask(length)
                : Addresses.text(s.first()) + "/" + length;
    }

    /** {@code (10.0.0.0/255.0.0.0/0/0)}: address, mask, protocol, port. */
    static String ident(Selector s) {
        int length = prefixLength(s);
        String port = s.startPort() == s.endPort() ? Integer.toString(s.startPort()) : "0";
        return "("
                + Addresses.text(s.first())
                + "/"
                + (s.isV4() ? mask(length) : Integer.toString(length))
                + "/"
                + s.protocol()
                + "/"
                + port
                + ")";
    }

    static String mask(int length) {
        long m = length == 0 ? 0 : 0xffffffffL << (32 - length) & 0xffffffffL;
        return (m >>> 24) + "." + (m >>> 16 & 255) + "." + (m >>> 8 & 255) + "." + (m & 255);
    }

    /** Bits that first and last share; for a range that is no prefix, the nearest one around it. */
    static int prefixLength(Selector s) {
        byte[] a = s.first().getAddress();
        byte[] b = s.last().getAddress();
        int bits = 0;
        while (bits < a.length * 8
                && (a[bits >> 3] >> (7 - (bits & 7)) & 1)
                        == (b[bits >> 3] >> (7 - (bits & 7)) & 1)) {
            bits++;
        }
        return bits;
    }

    /** The derived lines as settings again. */
    static InterfaceSettings settings(List<String> lines) {
        InterfaceSettings settings = InterfaceSettings.EMPTY;
        for (String line : lines) {
            if (InterfaceConfigParser.parseLine(line)
                    instanceof InterfaceConfigParser.Result.Command(InterfaceCommand command)) {
                settings = settings.with(command);
            }
        }
        return settings;
    }

    static boolean remoteIs(SessionSnapshot s, @Nullable String address) {
        if (address == null) {
            return true;
        }
        InetAddress wanted =
                address.indexOf(':') < 0 ? Addresses.ipv4(address) : Addresses.ipv6(address);
        return s.sa().remote().address().equals(wanted);
    }
}
