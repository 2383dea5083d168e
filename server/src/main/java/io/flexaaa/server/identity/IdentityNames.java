package io.flexaaa.server.identity;

import io.flexaaa.server.identity.store.IdentityNameStore;
import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.Map;

/** The one namespace over peers, groups and users; names that differ only in case are the same. */
@Component
public class IdentityNames {

    private final IdentityNameStore store;

    IdentityNames(IdentityNameStore store) {
        this.store = store;
    }

    /** That nobody else has the name a new {@code kind} is to get. */
    public void requireFree(Check check, String kind, String name) {
        requireFree(check, kind, name, store.holder(name));
    }

    /** What kind of thing has that name, in any case; null when it is free. */
    @Nullable String holder(String name) {
        return store.holder(name);
    }

    /** Like {@link #holder} for many, by name; free names are left out. */
    Map<String, String> holders(Collection<String> names) {
        return store.holders(names);
    }

    static void requireFree(Check check, String kind, String name, @Nullable String holder) {
        check.require(
                holder == null,
                "name",
                name,
                holder == null || holder.equals(kind)
                        ? "is taken by a name that differs only in case"
                        : "is a " + holder + "'s name",
                "peers, groups and users share one namespace; choose another name");
    }
}
