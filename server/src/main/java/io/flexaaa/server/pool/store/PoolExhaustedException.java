package io.flexaaa.server.pool.store;

/** Every address of a pool is lent. */
public final class PoolExhaustedException extends RuntimeException {
    private final long poolId;

    PoolExhaustedException(long poolId) {
        super("pool " + poolId + " is exhausted", null, false, false);
        this.poolId = poolId;
    }

    public long poolId() {
        return poolId;
    }
}
