package io.flexaaa.gateway.aaa;

import java.util.List;

/**
 * {@code aaa group server radius}: servers in the order they are asked.
 *
 * @param deadtimeSeconds how long a silent server is passed over; 0 asks it every time
 * @param balanceBatch {@code load-balance method least-outstanding batch-size}; 0 = in order
 */
public record ServerGroup(
        String name,
        List<RadiusServer> servers,
        int deadtimeSeconds,
        DeadCriteria deadCriteria,
        int balanceBatch) {
    /** How long and how often a server must have been silent to count as dead. */
    public record DeadCriteria(int seconds, int tries) {
        /** All tries of one request. */
        public static final DeadCriteria ONE_REQUEST = new DeadCriteria(0, 0);
    }

    /** In order; one request without an answer is enough. */
    public ServerGroup(String name, List<RadiusServer> servers, int deadtimeSeconds) {
        this(name, servers, deadtimeSeconds, DeadCriteria.ONE_REQUEST, 0);
    }

    /** This with one server only: of a conversation that no other can go on with. */
    public ServerGroup only(RadiusServer server) {
        return new ServerGroup(name, List.of(server), deadtimeSeconds, deadCriteria, 0);
    }

    public ServerGroup {
        servers = List.copyOf(servers);
    }
}
