package io.flexaaa.server.transport.radsec;

import io.flexaaa.server.dynauth.ReverseChannels;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The open connections by NAS, for requests that go to the NAS. */
@Component
class ReverseConnections implements ReverseChannels {
    private final Map<Long, List<ReverseRequests>> open = new ConcurrentHashMap<>();

    void opened(long nasId, ReverseRequests requests) {
        // Inside compute, or a connection that ends now could take the list away.
        open.compute(
                nasId,
                (_, list) -> {
                    List<ReverseRequests> all = list == null ? new CopyOnWriteArrayList<>() : list;
                    all.addFirst(requests);
                    return all;
                });
    }

    void closed(long nasId, ReverseRequests requests) {
        open.computeIfPresent(
                nasId,
                (_, list) -> {
                    list.remove(requests);
                    return list.isEmpty() ? null : list;
                });
        requests.fail();
    }

    @Override
    public @Nullable Channel of(long nasId) {
        List<ReverseRequests> all = open.get(nasId);
        if (all == null) return null;
        for (ReverseRequests each : all) return each;
        return null;
    }
}
