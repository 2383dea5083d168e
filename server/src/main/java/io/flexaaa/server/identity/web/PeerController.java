package io.flexaaa.server.identity.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.credential.PskKeys;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskService;
import io.flexaaa.server.identity.AvPairChecks;
import io.flexaaa.server.identity.Peer;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Peers and their PSKs. */
@RestController
@RequestMapping(path = "/api/v1/peers", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "peers")
class PeerController {
    private static final String KIND = "peer";
    private final PeerService peers;
    private final AuditLog audit;

    PeerController(PeerService peers, AuditLog audit) {
        this.peers = peers;
        this.audit = audit;
    }

    record PskGenerate(PskKind kind, @Nullable Integer length, @Nullable Instant expiresAt) {}

    @GetMapping
    @Operation(operationId = "listPeers", summary = "Peers by name")
    @RequiresPermission(Permission.PEERS_READ)
    Page<Peer> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return peers.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getPeer", summary = "One peer; its version is the ETag")
    @RequiresPermission(Permission.PEERS_READ)
    ResponseEntity<Peer> get(@PathVariable String name) {
        Peer peer = peers.get(name);
        return Versions.answer(peer, peer.version());
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putPeer",
            summary = "Create or replace a peer; without psk its key stays as it is")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Peer> put(
            @PathVariable String name,
            @RequestBody PeerWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        List<String> warnings = AvPairChecks.warnings(body.avPairs(), body.conditional());
        Long expected = Versions.expected(ifMatch);
        Peer before = existing(name);
        Peer after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> peers.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .headers(h -> warnings.forEach(w -> h.add(AvPairChecks.WARNING_HEADER, w)))
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deletePeer", summary = "Delete a peer with its PSKs")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        Peer before = peers.get(name);
        audit.deletion(actor, KIND, name, before, () -> peers.delete(name));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/psk:generate")
    @Operation(operationId = "generatePsk", summary = "Put new random keys in force; shown once")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<PskKeys> generate(
            @PathVariable String name, @RequestBody PskGenerate body, Actor actor) {
        PskKeys keys = peers.generatePsk(name, body.kind(), body.length(), body.expiresAt());
        audit.note(actor, "generate-psk", KIND, name, Map.of("kind", body.kind().text()));
        return secret(keys);
    }

    @PostMapping("/{name}/psk:reveal")
    @Operation(operationId = "revealPsk", summary = "The keys in force; the audit log says who")
    @RequiresPermission(Permission.SECRETS_REVEAL)
    ResponseEntity<PskKeys> reveal(@PathVariable String name, Actor actor) {
        // Audited first: no entry, no key.
        audit.note(actor, "reveal-psk", KIND, name, Map.of());
        return secret(peers.revealPsk(name));
    }

    @GetMapping("/{name}/psk")
    @Operation(operationId = "pskHistory", summary = "Former keys of a peer, without the keys")
    @RequiresPermission(Permission.PEERS_READ)
    List<PskService.Past> history(@PathVariable String name) {
        return peers.pskHistory(name);
    }

    private @Nullable Peer existing(String name) {
        try {
            return peers.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    private static ResponseEntity<PskKeys> secret(PskKeys keys) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(keys);
    }
}
