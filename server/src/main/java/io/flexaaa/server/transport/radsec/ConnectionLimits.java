package io.flexaaa.server.transport.radsec;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections there are, of whom. Handshakes count: they are what a flood is made of. */
final class ConnectionLimits {

    private final int most;
    private final int mostPerSource;
    private final Map<InetAddress, Integer> sources = new HashMap<>();
    private int total;

    ConnectionLimits(int most, int mostPerSource) {
        this.most = most;
        this.mostPerSource = mostPerSource;
    }

    synchronized boolean enter(InetAddress source) {
        int of = sources.getOrDefault(source, 0);
        if (total >= most || of >= mostPerSource) return false;
        total++;
        sources.put(source, of + 1);
        return true;
    }

    synchronized void leave(InetAddress source) {
        total--;
        sources.computeIfPresent(source, (_, of) -> of == 1 ? null : of - 1);
    }

    synchronized int total() {
        return total;
    }
}
