package io.flexaaa.server.transfer;

import io.flexaaa.server.credential.PskKeys;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.identity.Peer;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Peers and their PSKs in imports and exports. */
@Component
final class PeerKind implements TransferKind {
    private final PeerService peers;

    PeerKind(PeerService peers) {
        this.peers = peers;
    }

    @Override
    public String code() {
        return "peer";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Class<?> writeType() {
        return PeerWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.PEERS_READ;
    }

    @Override
    public Permission write() {
        return Permission.PEERS_WRITE;
    }

    @Override
    public List<String> secrets() {
        return List.of("/psk/symmetric", "/psk/local", "/psk/remote");
    }

    @Override
    public String defaults() {
        return "{\"enabled\":true}";
    }

    @Override
    public Page<Peer> page(PageRequest page) {
        return peers.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return peers.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        Peer peer = (Peer) view;
        ObjectNode psk = write.putObject("psk").put("kind", peer.psk().kind().text());
        if (peer.psk().kind() == PskKind.NONE) return;
        PskKeys keys = peers.revealPsk(peer.name());
        if (keys.symmetric() != null) psk.put("symmetric", keys.symmetric());
        if (keys.local() != null) psk.put("local", keys.local());
        if (keys.remote() != null) psk.put("remote", keys.remote());
        if (peer.psk().expiresAt() != null) psk.put("expiresAt", peer.psk().expiresAt().toString());
    }

    @Override
    public Object put(String name, Object write) {
        return peers.put(name, (PeerWrite) write, null);
    }

    @Override
    public void delete(String name) {
        peers.delete(name);
    }
}
