package io.flexaaa.server.pool.store;

import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.pool.LeaseResult;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Objects;

/** The leases as another server instance sees them: connections and transactions of its own. */
public final class SecondInstance {
    private final LeaseStore store;
    private final TransactionTemplate transaction;

    public SecondInstance(String url, String user, String password) {
        DriverManagerDataSource source = new DriverManagerDataSource(url, user, password);
        this.store = new LeaseStore(new JdbcTemplate(source));
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
    }

    public LeaseResult.Granted lease(LeaseRequest request, Instant now) {
        return Objects.requireNonNull(transaction.execute(_ -> store.lease(request, now)));
    }
}
