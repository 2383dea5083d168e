package io.flexaaa.server.identity;

import io.flexaaa.server.identity.store.GroupEntity;
import io.flexaaa.server.identity.store.GroupRepository;
import io.flexaaa.server.identity.store.PeerRepository;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.policy.ConditionalSets;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Groups: list, create, replace, delete. */
@Service
public class GroupService {

    /** A chain longer than this nobody oversees. */
    private static final int MOST_DEPTH = 8;

    private final GroupRepository rows;
    private final PeerRepository peers;
    private final IdentityNames names;
    private final PoolService addressPools;
    private final Clock clock;

    GroupService(
            GroupRepository rows,
            PeerRepository peers,
            IdentityNames names,
            PoolService addressPools,
            Clock clock) {
        this.rows = rows;
        this.peers = peers;
        this.names = names;
        this.addressPools = addressPools;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Group> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<GroupEntity> found = rows.page(after, page.like(), Limit.of(page.limit() + 1));
        Page<GroupEntity> cut = Page.cut(found, page.limit(), GroupEntity::name);
        return new Page<>(
                cut.items().stream().map(this::view).toList(),
                cut.next(),
                page.q() == null ? rows.count() : null);
    }

    @Transactional(readOnly = true)
    public Group get(String name) {
        return view(find(name));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Group put(String name, GroupWrite write, @Nullable Long ifVersion) {
        GroupEntity row = rows.findByName(name).orElse(null);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("group", name, view(row));
        }
        Check check = new Check();
        IdentityRules.name(check, name);
        List<ConditionalSet> conditional = write.conditional();
        if (conditional == null) {
            conditional = row == null ? List.of() : ConditionalSets.read(row.conditional());
        }
        IdentityRules.policy(check, write.avPairs(), write.framedPool(), conditional, null);
        GroupEntity parent =
                write.parent() == null && row != null ? row.parent() : parent(check, name, write);
        PoolLinks pools =
                PoolLinks.of(
                                check,
                                addressPools::byName,
                                write.addressPool(),
                                write.addressPoolV6())
                        .keeping(
                                write.addressPool() == null && row != null
                                        ? row.addressPoolId()
                                        : null,
                                write.addressPoolV6() == null && row != null
                                        ? row.addressPoolV6Id()
                                        : null);
        if (row == null) names.requireFree(check, "group", name);
        check.done();
        Instant now = clock.instant();
        if (row == null) row = new GroupEntity(name, now);
        row.setDescription(write.description() == null ? "" : write.description());
        String pool = write.framedPool();
        row.setFramedPool(pool == null || pool.isBlank() ? null : pool.strip());
        row.setAvPairs(write.avPairs() == null ? List.of() : write.avPairs());
        row.setParent(parent);
        row.setAddressPools(pools.v4(), pools.v6());
        row.setConditional(ConditionalSets.write(conditional));
        row.touch(now);
        row = rows.saveAndFlush(row);
        return view(row);
    }

    @Transactional
    public void delete(String name) {
        GroupEntity row = find(name);
        long members = peers.countInGroup(row.id());
        if (members > 0) {
            throw new Problem.Conflict(
                    "GROUP_IN_USE",
                    "group "
                            + name
                            + " has "
                            + members
                            + " peers; move them to another group first");
        }
        long users = rows.countUsers(row.id());
        if (users > 0) {
            throw new Problem.Conflict(
                    "GROUP_IN_USE",
                    "group " + name + " has " + users + " users; move them to another group first");
        }
        List<String> children = rows.children(row.id());
        if (!children.isEmpty()) {
            throw new Problem.Conflict(
                    "GROUP_IN_USE",
                    "group "
                            + name
                            + " is the parent of "
                            + String.join(", ", children)
                            + "; give them another parent first");
        }
        rows.delete(row);
    }

    /** Its id, or null when there is no such group. */
    @Transactional(readOnly = true)
    public @Nullable Long idOf(String name) {
        return rows.findByName(name).map(GroupEntity::id).orElse(null);
    }

    private @Nullable GroupEntity parent(Check check, String name, GroupWrite write) {
        String wanted = write.parent();
        if (wanted == null || wanted.isBlank()) return null;
        GroupEntity parent = rows.findByName(wanted.strip()).orElse(null);
        check.require(
                parent != null,
                "parent",
                wanted,
                "does not exist",
                "create that group first, or leave it out");
        int depth = 1;
        for (GroupEntity at = parent; at != null; at = at.parent()) {
            if (at.name().equals(name)) {
                check.require(
                        false,
                        "parent",
                        wanted,
                        "takes over from " + name + " itself",
                        "choose a parent that is not below this group");
                break;
            }
            if (++depth > MOST_DEPTH) {
                check.require(
                        false,
                        "parent",
                        wanted,
                        "makes more than " + MOST_DEPTH + " generations",
                        "put what they share into fewer groups");
                break;
            }
        }
        return parent;
    }

    private GroupEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("group", name));
    }

    private Group view(GroupEntity row) {
        GroupEntity parent = row.parent();
        return new Group(
                row.id(),
                row.name(),
                row.description(),
                List.copyOf(row.avPairs()),
                row.framedPool(),
                parent == null ? null : parent.name(),
                addressPools.nameOf(row.addressPoolId()),
                addressPools.nameOf(row.addressPoolV6Id()),
                ConditionalSets.read(row.conditional()),
                peers.countInGroup(row.id()),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }
}
