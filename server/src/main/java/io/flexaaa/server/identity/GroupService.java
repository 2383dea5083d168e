package io.flexaaa.server.identity;

import io.flexaaa.server.identity.store.GroupEntity;
import io.flexaaa.server.identity.store.GroupRepository;
import io.flexaaa.server.identity.store.PeerRepository;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
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

    private final GroupRepository rows;
    private final PeerRepository peers;
    private final IdentityNames names;
    private final Clock clock;

    GroupService(GroupRepository rows, PeerRepository peers, IdentityNames names, Clock clock) {
        this.rows = rows;
        this.peers = peers;
        this.names = names;
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
        IdentityRules.avPairs(check, write.avPairs());
        if (row == null) names.requireFree(check, "group", name);
        check.done();
        Instant now = clock.instant();
        if (row == null) row = new GroupEntity(name, now);
        row.setDescription(write.description() == null ? "" : write.description());
        String pool = write.framedPool();
        row.setFramedPool(pool == null || pool.isBlank() ? null : pool.strip());
        row.setAvPairs(write.avPairs() == null ? List.of() : write.avPairs());
        row.touch(now);
        return view(rows.saveAndFlush(row));
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
        rows.delete(row);
    }

    /** Its id, or null when there is no such group. */
    @Transactional(readOnly = true)
    public @Nullable Long idOf(String name) {
        return rows.findByName(name).map(GroupEntity::id).orElse(null);
    }

    private GroupEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("group", name));
    }

    private Group view(GroupEntity row) {
        return new Group(
                row.id(),
                row.name(),
                row.description(),
                List.copyOf(row.avPairs()),
                row.framedPool(),
                peers.countInGroup(row.id()),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }
}
