package io.flexaaa.gateway.pool;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.Ipv4Pool;
import io.flexaaa.gateway.ios.config.Ipv6Pool;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All {@code ip local pool} and {@code ipv6 local pool} of a gateway and every inner address in
 * use, wherever it came from: an address that RADIUS named is never given out a second time by a
 * pool.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
public final class AddressPools {
    private record Pool(String name, boolean ipv6, List<Range> ranges, IndexPool indexes) {
        InetAddress addressAt(long index) {
            long left = index;
            for (Range range : ranges) {
                if (left < range.count()) {
                    return range.addressAt(left);
                }
                left -= range.count();
            }
            throw new IllegalArgumentException("index " + index + " is outside pool " + name);
        }

        int prefixLength() {
            return ranges.getFirst().assignedLength();
        }
    }

    /** Count is capped at 2^40: no gateway leases more, and it keeps indexes in a long. */
    private record Range(
            BigInteger first, long count, BigInteger step, int octets, int assignedLength) {
        InetAddress addressAt(long index) {
            return address(first.add(step.multiply(BigInteger.valueOf(index))), octets);
        }
    }

    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(40);

    private final Map<String, Pool> pools4 = new HashMap<>();
    private final Map<String, Pool> pools6 = new HashMap<>();
    private final Map<InetAddress, Lease> leases = new HashMap<>();
    private final Map<InetAddress, Long> indexOf = new HashMap<>();

    /** Adds a range; the same name may come several times, as in IOS. */
    public void addIpv4(String name, InetAddress low, InetAddress high) {
        BigInteger from = number(low);
        BigInteger count = number(high).subtract(from).add(BigInteger.ONE);
        if (count.signum() <= 0) {
            throw new IllegalArgumentException(
                    "ip local pool " + name + ": " + text(low) + " is above " + text(high));
        }
        add(pools4, name, false, new Range(from, count.longValueExact(), BigInteger.ONE, 4, 32));
    }

    /**
     * Adds {@code ipv6 local pool name prefix/length assigned}. The address given to a peer is the
     * first usable one of its prefix; the all-zero interface identifier is left out because it is
     * the Subnet-Router anycast address (RFC 4291 §2.6.1).
     */
    public void addIpv6(String name, InetAddress prefix, int prefixLength, int assignedLength) {
        if (assignedLength < prefixLength || assignedLength > 128 || prefixLength < 1) {
            throw new IllegalArgumentException(
                    "ipv6 local pool "
                            + name
                            + ": assigned length "
                            + assignedLength
                            + " does not fit into /"
                            + prefixLength);
        }
        BigInteger base =
                number(prefix).shiftRight(128 - prefixLength).shiftLeft(128 - prefixLength);
        BigInteger count = BigInteger.ONE.shiftLeft(assignedLength - prefixLength);
        BigInteger step = BigInteger.ONE.shiftLeft(128 - assignedLength);
        BigInteger first = base.add(BigInteger.ONE);
        if (assignedLength == 128 && prefixLength < 128) {
            count = count.subtract(BigInteger.ONE);
        } else if (assignedLength == 128) {
            first = base;
        }
        long capped = count.min(MOST).longValueExact();
        add(pools6, name, true, new Range(first, capped, step, 16, assignedLength));
    }

    /** The pools of a configuration. */
    public static AddressPools of(Map<String, Ipv4Pool> ipv4, Map<String, Ipv6Pool> ipv6) {
        AddressPools pools = new AddressPools();
        for (Ipv4Pool pool : ipv4.values()) {
            pool.ranges().forEach(range -> pools.addIpv4(pool.name(), range.low(), range.high()));
        }
        for (Ipv6Pool pool : ipv6.values()) {
            pools.addIpv6(
                    pool.name(),
                    pool.prefix().address(),
                    pool.prefix().length(),
                    pool.assignLength());
        }
        return pools;
    }

    /**
     * Other pools from now on. Who holds an address keeps it, in a pool or outside of all: it is
     * given to nobody else until it is given back.
     */
    public void replace(Map<String, Ipv4Pool> ipv4, Map<String, Ipv6Pool> ipv6) {
        AddressPools next = of(ipv4, ipv6);
        keepUnchanged(pools4, next.pools4);
        keepUnchanged(pools6, next.pools6);
        forgetIndexes(pools4, next.pools4);
        forgetIndexes(pools6, next.pools6);
        pools4.clear();
        pools4.putAll(next.pools4);
        pools6.clear();
        pools6.putAll(next.pools6);
    }

    private static void keepUnchanged(Map<String, Pool> before, Map<String, Pool> next) {
        next.replaceAll((name, pool) -> {
            Pool old = before.get(name);
            return old != null && old.ranges().equals(pool.ranges()) ? old : pool;
        });
    }

    /** What was counted in a pool that is no more has no number in its successor. */
    private void forgetIndexes(Map<String, Pool> before, Map<String, Pool> next) {
        for (Pool pool : before.values()) {
            Pool now = next.get(pool.name());
            if (now == null || !now.ranges().equals(pool.ranges())) {
                indexOf.keySet().removeIf(address -> isOf(address, pool));
            }
        }
    }

    private boolean isOf(InetAddress address, Pool pool) {
        Lease lease = leases.get(address);
        return lease != null
                && pool.name().equals(lease.pool())
                && pool.ipv6() == (address.getAddress().length == 16);
    }

    private static void add(Map<String, Pool> pools, String name, boolean ipv6, Range range) {
        List<Range> ranges = new ArrayList<>();
        Pool before = pools.get(name);
        if (before != null) {
            ranges.addAll(before.ranges());
        }
        ranges.add(range);
        long size = ranges.stream().mapToLong(Range::count).sum();
        pools.put(name, new Pool(name, ipv6, List.copyOf(ranges), new IndexPool(size)));
    }

    /** Leases from a pool; the identity gets its former address back if that is free. */
    public Lease leaseIpv4(String poolName, String identity, long holder) throws RefusedException {
        return leaseFrom(pools4, "ip local pool", poolName, identity, holder);
    }

    public Lease leaseIpv6(String poolName, String identity, long holder) throws RefusedException {
        return leaseFrom(pools6, "ipv6 local pool", poolName, identity, holder);
    }

    private Lease leaseFrom(
            Map<String, Pool> pools, String command, String poolName, String identity, long holder)
            throws RefusedException {
        Pool pool = pools.get(poolName);
        if (pool == null) {
            throw new RefusedException(
                    Reason.POOL_UNKNOWN,
                    command
                            + " "
                            + poolName
                            + " is not configured: peer "
                            + identity
                            + " refused; add the pool or correct the name in its policy");
        }
        long index =
                pool.indexes()
                        .lease(
                                identity,
                                candidate -> !leases.containsKey(pool.addressAt(candidate)));
        if (index < 0) {
            throw new RefusedException(
                    Reason.POOL_EXHAUSTED,
                    command
                            + " "
                            + poolName
                            + " is full ("
                            + pool.indexes().leasedCount()
                            + "/"
                            + pool.indexes().size()
                            + "): peer "
                            + identity
                            + " refused; widen the pool");
        }
        InetAddress address = pool.addressAt(index);
        Lease lease = new Lease(address, pool.prefixLength(), poolName, identity, holder);
        leases.put(address, lease);
        indexOf.put(address, index);
        return lease;
    }

    /** The lease goes over to another session of the same client. */
    public Lease rehold(Lease lease, long holder) {
        Lease next =
                new Lease(
                        lease.address(),
                        lease.prefixLength(),
                        lease.pool(),
                        lease.identity(),
                        holder);
        leases.replace(lease.address(), lease, next);
        return next;
    }

    /** Who holds this address now. */
    public @Nullable Lease holderOf(InetAddress address) {
        return leases.get(address);
    }

    /**
     * Takes an address the policy names. The caller has ended an older session of the same identity
     * before; any other holder is a conflict.
     */
    public Lease leaseNamed(InetAddress address, int prefixLength, String identity, long holder)
            throws RefusedException {
        Lease held = leases.get(address);
        if (held != null) {
            throw new RefusedException(
                    Reason.ADDRESS_IN_USE,
                    "address "
                            + text(address)
                            + " of peer "
                            + identity
                            + " is held by peer "
                            + held.identity()
                            + " (session "
                            + held.holder()
                            + "); give each peer an address of its own");
        }
        Lease lease = new Lease(address, prefixLength, null, identity, holder);
        leases.put(address, lease);
        return lease;
    }

    /** Gives the lease back. Giving it back twice does nothing. */
    public void release(Lease lease) {
        if (!leases.remove(lease.address(), lease)) {
            return;
        }
        Long index = indexOf.remove(lease.address());
        if (index == null || lease.pool() == null) {
            return;
        }
        Pool pool = (lease.address().getAddress().length == 4 ? pools4 : pools6).get(lease.pool());
        if (pool != null) {
            pool.indexes().release(index);
        }
    }

    /** One row of {@code show ip local pool}. */
    public record Usage(
            String name, boolean ipv6, String first, String last, long free, int inUse) {}

    public List<Usage> usage() {
        List<Usage> rows = new ArrayList<>();
        for (Map<String, Pool> pools : List.of(pools4, pools6)) {
            for (Pool pool : pools.values()) {
                long size = pool.indexes().size();
                int inUse = pool.indexes().leasedCount();
                rows.add(
                        new Usage(
                                pool.name(),
                                pool.ipv6(),
                                text(pool.addressAt(0)),
                                text(pool.addressAt(size - 1)),
                                size - inUse,
                                inUse));
            }
        }
        return List.copyOf(rows);
    }

    private static String text(InetAddress address) {
        return Addresses.text(address);
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static InetAddress address(BigInteger value, int octets) {
        byte[] raw = value.toByteArray();
        byte[] out = new byte[octets];
        int length = Math.min(raw.length, octets);
        System.arraycopy(raw, raw.length - length, out, octets - length, length);
        try {
            return InetAddress.getByAddress(out);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + octets + " octets", e);
        }
    }
}
