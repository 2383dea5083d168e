package io.flexaaa.gateway.aaa;

import java.util.List;

/**
 * {@code aaa group server radius}: servers in the order they are asked.
 *
 * @param deadtimeSeconds how long a silent server is passed over; 0 asks it every time
 */
public record ServerGroup(String name, List<RadiusServer> servers, int deadtimeSeconds) {
    public ServerGroup {
        servers = List.copyOf(servers);
    }
}
