package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.Nas;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** RADIUS clients in imports and exports. */
@Component
final class NasKind implements TransferKind {
    private final NasService clients;

    NasKind(NasService clients) {
        this.clients = clients;
    }

    @Override
    public String code() {
        return "nas";
    }

    @Override
    public int rank() {
        return 30;
    }

    @Override
    public Class<?> writeType() {
        return NasWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.NAS_READ;
    }

    @Override
    public Permission write() {
        return Permission.NAS_WRITE;
    }

    @Override
    public List<String> secrets() {
        return List.of("/secret", "/authorizationPassword");
    }

    @Override
    public String defaults() {
        return "{\"enabled\":true,\"type\":\"flexvpn\",\"requireMessageAuthenticator\":true,\"dynAuthPort\":1700}";
    }

    @Override
    public Page<Nas> page(PageRequest page) {
        return clients.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return clients.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        clients.revealSecrets(((Nas) view).name()).forEach(write::put);
    }

    @Override
    public Object put(String name, Object write) {
        return clients.put(name, (NasWrite) write, null);
    }

    @Override
    public void delete(String name) {
        clients.delete(name);
    }
}
