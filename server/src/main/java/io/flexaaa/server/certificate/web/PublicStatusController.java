package io.flexaaa.server.certificate.web;

import io.flexaaa.server.certificate.PublicStatus;
import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

import java.io.IOException;
import java.util.Base64;

/**
 * What anybody may fetch: the built-in authorities' certificates and revocation lists, and OCSP
 * (RFC 6960 appendix A). Binary, on the paths that issued certificates name.
 */
@Controller
@Hidden
class PublicStatusController {
    private static final int LARGEST = 10_000;
    private final PublicStatus status;

    PublicStatusController(PublicStatus status) {
        this.status = status;
    }

    @GetMapping("/crl/{authority}.crl")
    ResponseEntity<byte[]> crl(@PathVariable String authority) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/pkix-crl")
                .body(status.crl(authority));
    }

    @GetMapping("/ca/{authority}.crt")
    ResponseEntity<byte[]> certificate(@PathVariable String authority) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/pkix-cert")
                .body(status.certificate(authority));
    }

    @PostMapping("/ocsp")
    ResponseEntity<byte[]> ocsp(HttpServletRequest request) throws IOException {
        return ocsp(request.getInputStream().readNBytes(LARGEST));
    }

    @GetMapping("/ocsp/{*encoded}")
    ResponseEntity<byte[]> ocsp(@PathVariable String encoded) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(encoded.substring(1));
        } catch (IllegalArgumentException e) {
            octets = new byte[0];
        }
        return ocsp(octets);
    }

    private ResponseEntity<byte[]> ocsp(byte[] request) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/ocsp-response")
                .cacheControl(CacheControl.noStore())
                .body(status.ocsp(request));
    }
}
