package io.flexaaa.server.certificate;

import io.flexaaa.server.nas.Prefix;
import io.flexaaa.server.problem.Check;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Subject alternative names as people write them: {@code dns:hub1.example.com}, {@code ip:...}. */
final class AlternativeNames {

    private static final ASN1ObjectIdentifier UPN =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
    private static final Pattern LABELS =
            Pattern.compile("(\\*\\.)?[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");
    private static final Pattern MAILBOX = Pattern.compile("[!-?A-~]{1,64}@[!-?A-~]{1,253}");
    private static final int MOST = 100;

    private AlternativeNames() {}

    /** Adds to {@code check} what is no name; without a prefix the form decides. */
    static List<GeneralName> parse(List<String> texts, Check check) {
        List<GeneralName> names = new ArrayList<>();
        check.require(
                texts.size() <= MOST,
                "names",
                texts.size(),
                "are too many",
                "at most 100 names fit; issue several certificates");
        for (String text : texts) {
            GeneralName name = parse(text.strip());
            if (name != null) names.add(name);
            check.require(
                    name != null,
                    "names",
                    text,
                    "is no name",
                    "write dns:hub1.example.com, ip:192.0.2.1, email:ann@example.com or"
                            + " upn:ann@example.com");
        }
        return names;
    }

    private static @Nullable GeneralName parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1);
        return switch (kind) {
            case "dns" -> dns(value);
            case "ip" -> address(value);
            case "email" -> mailbox(value, GeneralName.rfc822Name);
            case "upn" -> mailbox(value, GeneralName.otherName);
            default -> {
                GeneralName address = address(text);
                if (address != null) yield address;
                yield text.indexOf('@') >= 0 ? mailbox(text, GeneralName.rfc822Name) : dns(text);
            }
        };
    }

    private static @Nullable GeneralName dns(String value) {
        return value.length() <= 253 && LABELS.matcher(value).matches()
                ? new GeneralName(GeneralName.dNSName, value)
                : null;
    }

    private static @Nullable GeneralName address(String value) {
        Prefix prefix = value.indexOf('/') >= 0 ? null : Prefix.parse(value);
        return prefix == null
                ? null
                : new GeneralName(GeneralName.iPAddress, prefix.network().getHostAddress());
    }

    private static @Nullable GeneralName mailbox(String value, int tag) {
        if (!MAILBOX.matcher(value).matches()) return null;
        if (tag == GeneralName.rfc822Name) return new GeneralName(tag, value);
        ASN1EncodableVector upn = new ASN1EncodableVector();
        upn.add(UPN);
        upn.add(new DERTaggedObject(true, 0, new DERUTF8String(value)));
        return new GeneralName(tag, new DERSequence(upn));
    }
}
