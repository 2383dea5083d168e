package io.flexaaa.server.identity;

import io.flexaaa.server.identity.store.GroupEntity;
import io.flexaaa.server.identity.store.GroupRepository;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What peers name, by name; each is asked for once in the writes of one transaction. */
final class PeerLookUps {
    private final GroupRepository groups;
    private final PoolService pools;
    private final Function<String, @Nullable String> holders;
    private final Map<String, Optional<Long>> groupIds = new HashMap<>();
    private final Map<String, Optional<PoolService.Known>> known = new HashMap<>();

    /**
     * @param holders the kind of thing that has a name, in any case; null when it is free
     */
    PeerLookUps(
            GroupRepository groups, PoolService pools, Function<String, @Nullable String> holders) {
        this.groups = groups;
        this.pools = pools;
        this.holders = holders;
    }

    @Nullable Long group(String name) {
        return groupIds.computeIfAbsent(name, n -> groups.findByName(n).map(GroupEntity::id))
                .orElse(null);
    }

    Optional<PoolService.Known> pool(String name) {
        return known.computeIfAbsent(name, pools::byName);
    }

    void requireFree(Check check, String name) {
        IdentityNames.requireFree(check, "peer", name, holders.apply(name));
    }
}
