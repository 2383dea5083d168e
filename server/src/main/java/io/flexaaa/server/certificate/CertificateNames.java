package io.flexaaa.server.certificate;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The names in a certificate (RFC 5280 §4.2.1.6), without those that could deceive: a name with a
 * control character, such as the NUL that once split host names, is no name.
 */
public record CertificateNames(
        List<String> upns,
        List<String> emails,
        List<String> dns,
        List<String> addresses,
        List<String> commonNames) {

    /** Microsoft's user principal name, an otherName. */
    private static final ASN1ObjectIdentifier UPN =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    public static CertificateNames of(X509Certificate certificate) {
        CertificateNames names =
                new CertificateNames(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        try {
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
                add(names.commonNames, text(rdn.getFirst().getValue()));
            }
            byte[] extension =
                    certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
            if (extension != null) {
                byte[] octets = ASN1OctetString.getInstance(extension).getOctets();
                for (GeneralName name : GeneralNames.getInstance(octets).getNames()) {
                    names.add(name);
                }
            }
        } catch (IllegalArgumentException e) {
            // An extension that is no list of names gives none; what reads them then refuses.
            return names;
        }
        return names;
    }

    /** All of them; the common name only where there is no alternative name (RFC 6125 §6.4.4). */
    public List<String> all() {
        List<String> all = new ArrayList<>(dns);
        all.addAll(emails);
        all.addAll(upns);
        all.addAll(addresses);
        if (all.isEmpty()) all.addAll(commonNames);
        return all;
    }

    /** As the API writes them. */
    List<String> labelled() {
        List<String> all = new ArrayList<>();
        dns.forEach(n -> all.add("dns:" + n));
        addresses.forEach(n -> all.add("ip:" + n));
        emails.forEach(n -> all.add("email:" + n));
        upns.forEach(n -> all.add("upn:" + n));
        return all;
    }

    private void add(GeneralName name) {
        switch (name.getTagNo()) {
            case GeneralName.rfc822Name -> add(emails, text(name.getName()));
            case GeneralName.dNSName -> add(dns, text(name.getName()));
            case GeneralName.iPAddress -> address(name.getName());
            case GeneralName.otherName -> other(ASN1Sequence.getInstance(name.getName()));
            default -> {}
        }
    }

    private void address(ASN1Encodable value) {
        try {
            byte[] octets = ASN1OctetString.getInstance(value).getOctets();
            addresses.add(InetAddress.getByAddress(octets).getHostAddress());
        } catch (UnknownHostException e) {
            // Neither 4 nor 16 octets: no address.
            return;
        }
    }

    private void other(ASN1Sequence name) {
        if (name.size() != 2 || !UPN.equals(name.getObjectAt(0))) return;
        add(upns, text(ASN1TaggedObject.getInstance(name.getObjectAt(1)).getExplicitBaseObject()));
    }

    private static String text(ASN1Encodable value) {
        return value.toASN1Primitive() instanceof ASN1String string ? string.getString() : "";
    }

    private static void add(List<String> list, String value) {
        if (!value.isBlank() && value.chars().noneMatch(Character::isISOControl)) list.add(value);
    }
}
