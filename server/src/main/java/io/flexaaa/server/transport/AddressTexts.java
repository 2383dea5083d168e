package io.flexaaa.server.transport;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** The texts of the addresses NASes send from, one each. Bounded: past that they are made anew. */
final class AddressTexts {

    private static final int MOST = 8_192;

    private final ConcurrentHashMap<InetAddress, String> texts = new ConcurrentHashMap<>();

    String text(InetAddress address) {
        String known = texts.get(address);
        if (known != null) return known;
        String made = address.getHostAddress();
        if (texts.size() < MOST) texts.put(address, made);
        return made;
    }
}
