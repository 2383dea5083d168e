package io.flexaaa.gateway.route;

import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The routes of one session: all of them, or none. */
public final class SessionRoutes {
    /** The main routing table; the kernel's, or a fake. */
    public interface Table {
        void add(SessionRoute route) throws IOException;

        void remove(SessionRoute route) throws IOException;
    }

    private final Table table;
    private final Deque<SessionRoute> installed = new ArrayDeque<>();

    public SessionRoutes(Table table) {
        this.table = table;
    }

    public void install(List<SessionRoute> routes) throws RefusedException {
        for (SessionRoute route : routes) {
            try {
                table.add(route);
                installed.push(route);
            } catch (IOException e) {
                remove();
                throw new RefusedException(
                        Reason.ROUTE_FAILED,
                        "route to "
                                + route.destination()
                                + ": "
                                + e.getMessage()
                                + "; another session or the host has it");
            }
        }
    }

    /** Takes them out again, the last first; what the kernel no longer has is no error. */
    public List<String> remove() {
        List<String> problems = new ArrayList<>();
        while (!installed.isEmpty()) {
            SessionRoute route = installed.pop();
            try {
                table.remove(route);
            } catch (IOException e) {
                problems.add("route to " + route.destination() + ": " + e.getMessage());
            }
        }
        return problems;
    }

    public List<SessionRoute> installed() {
        return List.copyOf(installed);
    }
}
