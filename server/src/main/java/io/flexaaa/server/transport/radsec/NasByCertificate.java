package io.flexaaa.server.transport.radsec;

import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.Snapshot;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * Which NAS a TLS client is: its certificate must have the NAS's certificate name and it must come
 * from the NAS's address. Where no certificate name is set, the NAS's own name or the address
 * itself must be in the certificate: an authority that is trusted for RadSec vouches for names, and
 * any of its certificates must not do for any NAS.
 */
final class NasByCertificate {

    private NasByCertificate() {}

    static @Nullable NasEntry find(Snapshot snapshot, InetAddress source, List<String> names) {
        NasEntry best = null;
        for (NasEntry nas : snapshot.nasEntries()) {
            if (!nas.prefix().contains(source) || !named(nas, source, names)) continue;
            if (best == null || nas.prefix().length() > best.prefix().length()) best = nas;
        }
        return best;
    }

    private static boolean named(NasEntry nas, InetAddress source, List<String> names) {
        String wanted = nas.certificateName();
        String own = wanted == null ? nas.name() : wanted;
        for (String name : names) {
            if (name.equalsIgnoreCase(own)) return true;
            if (wanted == null && name.equals(source.getHostAddress())) return true;
        }
        return false;
    }
}
