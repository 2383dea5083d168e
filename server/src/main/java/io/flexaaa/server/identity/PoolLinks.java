package io.flexaaa.server.identity;

import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Function;

/** A peer's or group's pools by id, from the names an operator wrote. */
record PoolLinks(@Nullable Long v4, @Nullable Long v6) {

    static PoolLinks of(
            Check check,
            Function<String, Optional<PoolService.Known>> pools,
            @Nullable String v4,
            @Nullable String v6) {
        return new PoolLinks(
                one(check, pools, "addressPool", v4, 4), one(check, pools, "addressPoolV6", v6, 6));
    }

    /** What was not written stays as it is stored. */
    PoolLinks keeping(@Nullable Long storedV4, @Nullable Long storedV6) {
        return new PoolLinks(v4 != null ? v4 : storedV4, v6 != null ? v6 : storedV6);
    }

    private static @Nullable Long one(
            Check check,
            Function<String, Optional<PoolService.Known>> pools,
            String field,
            @Nullable String name,
            int family) {
        if (name == null || name.isBlank()) return null;
        PoolService.Known pool = pools.apply(name.strip()).orElse(null);
        check.require(
                pool != null,
                field,
                name,
                "is no pool of this server",
                "create it under Pools; a pool of the hub goes into framedPool");
        check.require(
                pool == null || pool.family() == family,
                field,
                name,
                "is an IPv" + (family == 4 ? "6" : "4") + " pool",
                "choose one of the other family");
        return pool == null ? null : pool.id();
    }
}
