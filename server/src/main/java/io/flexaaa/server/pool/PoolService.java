package io.flexaaa.server.pool;

import io.flexaaa.protocol.avpair.Addresses;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.pool.store.LeaseStore;
import io.flexaaa.server.pool.store.PoolEntity;
import io.flexaaa.server.pool.store.PoolRepository;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pools: list, create, replace, delete; their leases. */
@Service
public class PoolService {
    private static final int HOLD_SECONDS = 3_600;

    private final PoolRepository rows;
    private final LeaseStore leases;
    private final Clock clock;

    PoolService(PoolRepository rows, LeaseStore leases, Clock clock) {
        this.rows = rows;
        this.leases = leases;
        this.clock = clock;
    }

    /** What a peer or group refers to. */
    public record Known(long id, String name, int family) {}

    @Transactional(readOnly = true)
    public Optional<Known> byName(String name) {
        return rows.findByName(name).map(p -> new Known(p.id(), p.name(), p.family()));
    }

    @Transactional(readOnly = true)
    public @Nullable String nameOf(@Nullable Long id) {
        return id == null ? null : rows.findById(id).map(PoolEntity::name).orElse(null);
    }

    @Transactional(readOnly = true)
    public Page<Pool> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<PoolEntity> found = rows.page(after, page.like(), Limit.of(page.limit() + 1));
        Page<PoolEntity> cut = Page.cut(found, page.limit(), PoolEntity::name);
        return new Page<>(
                cut.items().stream().map(this::view).toList(),
                cut.next(),
                page.q() == null ? rows.count() : null);
    }

    @Transactional(readOnly = true)
    public Pool get(String name) {
        return view(find(name));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Pool put(String name, PoolWrite write, @Nullable Long ifVersion) {
        PoolEntity row = rows.findByName(name).orElse(null);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("pool", name, view(row));
        }
        int family = check(name, write, row);
        Instant now = clock.instant();
        if (row == null) row = new PoolEntity(name, now);
        List<String> ranges = write.ranges().stream().map(String::strip).toList();
        List<String> exclusions = exclusions(write).stream().map(String::strip).toList();
        boolean moved = !row.ranges().equals(ranges) || !row.exclusions().equals(exclusions);
        row.setDescription(write.description() == null ? "" : write.description());
        row.setAddresses(family, ranges, exclusions);
        row.setBeside(blankToNull(write.netmask()), write.prefixLength());
        row.setHoldSeconds(write.holdSeconds() == null ? HOLD_SECONDS : write.holdSeconds());
        row.touch(now);
        row = rows.saveAndFlush(row);
        if (moved) leases.restart(row.id());
        return view(row);
    }

    private int check(String name, PoolWrite write, @Nullable PoolEntity row) {
        Check check = new Check();
        check.require(
                !name.isBlank() && name.length() <= 63 && name.strip().equals(name),
                "name",
                name,
                "is empty, longer than 63 characters or has blanks around it",
                "write a plain name such as BRANCH");
        boolean some = write.ranges() != null && !write.ranges().isEmpty();
        check.require(
                some,
                "ranges",
                null,
                "is empty",
                "write 10.1.0.0/16, or 10.1.0.10-10.1.0.99, or 2001:db8:1::/64");
        int family = some && write.ranges().getFirst().contains(":") ? 6 : 4;
        if (some) addresses(check, name, write, family);
        check.require(
                row == null || row.family() == family,
                "ranges",
                some ? write.ranges().getFirst() : null,
                "would change the pool's family",
                "make a second pool for the other family");
        String mask = blankToNull(write.netmask());
        check.require(
                mask == null || family == 4 && isMask(mask),
                "netmask",
                mask,
                "is no netmask of an IPv4 pool",
                "write 255.255.255.0, or leave it out");
        Integer length = write.prefixLength();
        check.require(
                length == null || family == 6 && length >= 1 && length <= 128,
                "prefixLength",
                length,
                "is no prefix length of an IPv6 pool",
                "write 1 to 128, or leave it out");
        Integer hold = write.holdSeconds();
        check.require(
                hold == null || hold >= 60 && hold <= 31_536_000,
                "holdSeconds",
                hold,
                "is outside 60..31536000",
                "3600 is a good start; it must outlast the time from look-up to Accounting-Start");
        check.done();
        return family;
    }

    private void addresses(Check check, String name, PoolWrite write, int family) {
        try {
            AddressRanges mine = AddressRanges.of(family, write.ranges(), exclusions(write));
            check.require(
                    mine.size() > 0,
                    "exclusions",
                    String.join(",", exclusions(write)),
                    "leave no address",
                    "exclude less");
            for (PoolEntity other : rows.findAll()) {
                if (other.name().equals(name)) continue;
                AddressRanges theirs =
                        AddressRanges.of(other.family(), other.ranges(), other.exclusions());
                check.require(
                        !mine.overlaps(theirs),
                        "ranges",
                        String.join(",", write.ranges()),
                        "shares addresses with pool " + other.name(),
                        "exclude them here or there: an address is lent once");
            }
        } catch (IllegalArgumentException e) {
            check.require(
                    false,
                    "ranges",
                    String.join(",", write.ranges()),
                    String.valueOf(e.getMessage()),
                    "write 10.1.0.0/16, or 10.1.0.10-10.1.0.99, or 2001:db8:1::/64");
        }
    }

    @Transactional
    public void delete(String name) {
        PoolEntity row = find(name);
        long users = rows.users(row.id());
        if (users > 0) {
            throw new Problem.Conflict(
                    "POOL_IN_USE",
                    "pool "
                            + name
                            + " serves "
                            + users
                            + " peers or groups; give them another pool first");
        }
        rows.delete(row);
    }

    @Transactional(readOnly = true)
    public Page<LeaseView> leases(String name, PageRequest page) {
        PoolEntity row = find(name);
        String after = page.after() == null ? "" : page.after();
        List<LeaseView> found = leases.page(row.id(), after, page.like(), page.limit() + 1);
        return Page.cut(found, page.limit(), LeaseView::address);
    }

    /** The session that uses the address is not told; disconnect it as well. */
    @Transactional
    public void free(String name, String address) {
        PoolEntity row = find(name);
        String literal;
        try {
            literal = java.net.InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new Problem.NotFound("lease", address);
        }
        if (!leases.free(row.id(), literal, clock.instant())) {
            throw new Problem.NotFound("lease", address);
        }
    }

    private PoolEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("pool", name));
    }

    private Pool view(PoolEntity row) {
        return new Pool(
                row.id(),
                row.name(),
                row.description(),
                row.family(),
                row.ranges(),
                row.exclusions(),
                row.netmask(),
                row.prefixLength(),
                row.holdSeconds(),
                AddressRanges.of(row.family(), row.ranges(), row.exclusions()).size(),
                leases.lent(row.id()),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }

    private static List<String> exclusions(PoolWrite write) {
        return write.exclusions() == null ? List.of() : write.exclusions();
    }

    private static boolean isMask(String text) {
        try {
            return Addresses.maskLength(Addresses.ipv4(text)) >= 0;
        } catch (DecodeException e) {
            return false;
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
