package io.flexaaa.server.identity;

import io.flexaaa.server.identity.store.IdentityNameStore;
import io.flexaaa.server.problem.Check;

import org.springframework.stereotype.Component;

/** The one namespace over peers, groups and users; names that differ only in case are the same. */
@Component
public class IdentityNames {

    private final IdentityNameStore store;

    IdentityNames(IdentityNameStore store) {
        this.store = store;
    }

    /** That nobody else has the name a new {@code kind} is to get. */
    public void requireFree(Check check, String kind, String name) {
        String holder = store.holder(name);
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
