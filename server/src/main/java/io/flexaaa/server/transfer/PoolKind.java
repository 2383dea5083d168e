package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.pool.Pool;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.pool.PoolWrite;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Address pools in imports and exports. */
@Component
final class PoolKind implements TransferKind {
    private final PoolService pools;

    PoolKind(PoolService pools) {
        this.pools = pools;
    }

    @Override
    public String code() {
        return "pool";
    }

    @Override
    public int rank() {
        return 5;
    }

    @Override
    public Class<?> writeType() {
        return PoolWrite.class;
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
        return List.of();
    }

    @Override
    public String defaults() {
        return "{}";
    }

    @Override
    public Page<Pool> page(PageRequest page) {
        return pools.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return pools.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        // Pools have none.
    }

    @Override
    public Object put(String name, Object write) {
        return pools.put(name, (PoolWrite) write, null);
    }

    @Override
    public void delete(String name) {
        pools.delete(name);
    }
}
