package io.flexaaa.protocol.eap.tls;

import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapRefusal.Code;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/** What the exceptions of JSSE and of BoringSSL mean, in the words of the log. */
final class TlsFailures {
    private static final String RECEIVED = "Received fatal alert: ";

    /** BoringSSL's name of the error, as in {@code ...:TLSV1_ALERT_UNKNOWN_CA}. */
    private static final Pattern BORING_ALERT = Pattern.compile("(?:SSLV3|TLSV1)_ALERT_([A-Z_]+)");

    private TlsFailures() {}

    static EapRefusal refusal(SSLException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        int at = message.indexOf(RECEIVED);
        if (at >= 0) {
            return alert(message.substring(at + RECEIVED.length()));
        }
        Matcher boring = BORING_ALERT.matcher(message);
        if (boring.find()) return alert(boring.group(1).toLowerCase(Locale.ROOT));
        RefusedCertificateException refused = refused(e);
        if (refused != null) return new EapRefusal(refused.code(), refused.sentence());
        Code code = certificate(e);
        if (code == null) code = byMessage(message.toLowerCase(Locale.ROOT));
        return new EapRefusal(code, innermost(e));
    }

    /** By its number (RFC 8446 §6). */
    static EapRefusal alert(int number) {
        return alert(
                switch (number) {
                    case 10 -> "unexpected_message";
                    case 20 -> "bad_record_mac";
                    case 40 -> "handshake_failure";
                    case 42 -> "bad_certificate";
                    case 43 -> "unsupported_certificate";
                    case 44 -> "certificate_revoked";
                    case 45 -> "certificate_expired";
                    case 46 -> "certificate_unknown";
                    case 47 -> "illegal_parameter";
                    case 48 -> "unknown_ca";
                    case 49 -> "access_denied";
                    case 50 -> "decode_error";
                    case 51 -> "decrypt_error";
                    case 70 -> "protocol_version";
                    case 71 -> "insufficient_security";
                    case 80 -> "internal_error";
                    case 90 -> "user_canceled";
                    case 116 -> "certificate_required";
                    default -> "alert " + number;
                });
    }

    private static EapRefusal alert(String name) {
        return new EapRefusal(Code.TLS_ALERT, name + ": " + meaning(name));
    }

    private static @Nullable RefusedCertificateException refused(Throwable e) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 12; cause = cause.getCause(), depth++) {
            if (cause instanceof RefusedCertificateException found) return found;
        }
        return null;
    }

    private static @Nullable Code certificate(Throwable e) {
        Code code = null;
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 12; cause = cause.getCause(), depth++) {
            Code found = code(cause);
            if (found != null) code = found;
        }
        return code;
    }

    /** The innermost cause that says something wins. */
    private static @Nullable Code code(Throwable cause) {
        if (cause instanceof CertificateRevokedException) return Code.CERTIFICATE_REVOKED;
        if (cause instanceof CertificateExpiredException
                || cause instanceof CertificateNotYetValidException) {
            return Code.CERTIFICATE_EXPIRED;
        }
        if (cause instanceof CertPathValidatorException path) {
            var reason = path.getReason();
            if (reason == BasicReason.REVOKED) return Code.CERTIFICATE_REVOKED;
            if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
                return Code.CERTIFICATE_EXPIRED;
            }
            if (reason == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                return Code.CERTIFICATE_STATUS_UNKNOWN;
            }
            if (reason == PKIXReason.NO_TRUST_ANCHOR) return Code.UNKNOWN_CA;
            return Code.CERTIFICATE_INVALID;
        }
        if (cause instanceof CertPathBuilderException) return Code.UNKNOWN_CA;
        if (cause instanceof CertificateException) return Code.CERTIFICATE_INVALID;
        return null;
    }

    private static Code byMessage(String message) {
        if (message.contains("empty client certificate chain")
                || message.contains("certificate_required")
                || message.contains("peer_did_not_return_a_certificate")) {
            return Code.NO_CERTIFICATE;
        }
        if (message.contains("in common")
                || message.contains("no_shared_cipher")
                || message.contains("no_shared_group")
                || message.contains("no_common_signature_algorithms")
                || message.contains("unsupported_protocol")
                || message.contains("protocol version")
                || message.contains("protocol_version")
                || message.contains("no appropriate protocol")
                || message.contains("insufficient_security")
                || message.contains("no available authentication scheme")) {
            return Code.NO_COMMON_TLS;
        }
        return Code.TLS_FAILED;
    }

    private static String innermost(Throwable e) {
        String text = String.valueOf(e.getMessage());
        int depth = 0;
        for (Throwable cause = e.getCause();
                cause != null && depth < 12;
                cause = cause.getCause(), depth++) {
            if (cause.getMessage() != null) text = cause.getMessage();
        }
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    private static String meaning(String alert) {
        return switch (alert) {
            case "unknown_ca" -> "the peer does not trust the CA of the server's certificate";
            case "bad_certificate", "certificate_unknown", "unsupported_certificate" ->
                    "the peer does not accept the server's certificate";
            case "certificate_expired" ->
                    "the peer finds the server's certificate expired; compare its clock";
            case "certificate_revoked" -> "the peer finds the server's certificate revoked";
            case "access_denied" -> "the peer's own policy refuses";
            case "handshake_failure", "insufficient_security" ->
                    "the peer finds no suite or parameters both support";
            case "protocol_version" -> "the peer does not support the TLS versions allowed here";
            case "decrypt_error" -> "a signature or Finished did not verify at the peer";
            case "internal_error" -> "something broke at the peer";
            case "user_canceled", "user_cancelled" -> "cancelled at the peer";
            default -> "the peer ended TLS";
        };
    }
}
