package io.flexaaa.server.transfer;

import io.flexaaa.server.credential.PskKeys;
import io.flexaaa.server.identity.Peer;
import io.flexaaa.server.identity.PeerBatch;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Peers and their PSKs in imports and exports. */
@Component
final class PeerKind implements BatchKind {
    private final PeerService peers;
    private final PeerBatch batch;

    PeerKind(PeerService peers, PeerBatch batch) {
        this.peers = peers;
        this.batch = batch;
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
        addSecrets(List.of(view), List.of(write));
    }

    @Override
    public void addSecrets(List<?> views, List<ObjectNode> writes) {
        List<Peer> all = views.stream().map(Peer.class::cast).toList();
        Map<Long, PskKeys> keys = batch.keys(all);
        for (int i = 0; i < all.size(); i++)
            add(all.get(i), keys.get(all.get(i).id()), writes.get(i).putObject("psk"));
    }

    private static void add(Peer peer, @Nullable PskKeys keys, ObjectNode psk) {
        psk.put("kind", peer.psk().kind().text());
        if (keys == null) return;
        if (keys.symmetric() != null) psk.put("symmetric", keys.symmetric());
        if (keys.local() != null) psk.put("local", keys.local());
        if (keys.remote() != null) psk.put("remote", keys.remote());
        if (peer.psk().expiresAt() != null) psk.put("expiresAt", peer.psk().expiresAt().toString());
    }

    @Override
    public Map<String, Object> locked(Collection<String> names) {
        return new HashMap<>(batch.locked(names));
    }

    @Override
    public Map<String, Problem> putAll(List<Put> puts) {
        return batch.put(
                puts.stream()
                        .map(p ->
                                new PeerBatch.Put(
                                        p.name(), (PeerWrite) p.write(), (Peer) p.before()))
                        .toList());
    }

    @Override
    public void deleteAll(Collection<String> names) {
        batch.delete(names);
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
