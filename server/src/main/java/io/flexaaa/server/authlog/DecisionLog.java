package io.flexaaa.server.authlog;

import io.flexaaa.server.listing.Page;

import java.util.Optional;

/** The decision log. Recording never blocks; what the log has no room for is counted. */
public interface DecisionLog {

    Page<Decision> search(DecisionQuery query);

    Optional<Decision> find(long id);

    DecisionStats stats();
}
