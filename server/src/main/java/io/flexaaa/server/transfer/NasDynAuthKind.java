package io.flexaaa.server.transfer;

import io.flexaaa.server.dynauth.DynAuthSettings;
import io.flexaaa.server.dynauth.NasDynAuth;
import io.flexaaa.server.dynauth.NasDynAuthWrite;
import io.flexaaa.server.dynauth.SessionIdentifier;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.Nas;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How CoA and Disconnect go to a NAS, by the name of the NAS, in imports and exports. */
@Component
final class NasDynAuthKind implements TransferKind {
    private final DynAuthSettings settings;
    private final NasService clients;

    NasDynAuthKind(DynAuthSettings settings, NasService clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /** The settings of one NAS. */
    record Entry(
            String name,
            List<Set<SessionIdentifier>> identifiers,
            boolean messageAuthenticator,
            boolean overRadSec,
            long version) {}

    @Override
    public String code() {
        return "nas-dynauth";
    }

    @Override
    public int rank() {
        return 35;
    }

    @Override
    public Class<?> writeType() {
        return NasDynAuthWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.NAS_READ;
    }

    @Override
    public Permission write() {
        return Permission.NAS_WRITE;
    }

    @Override
    public List<String> secrets() {
        return List.of("/secret");
    }

    @Override
    public String defaults() {
        return "{\"messageAuthenticator\":true,\"overRadSec\":false}";
    }

    /** Those of NASes that have settings of their own. */
    @Override
    public Page<Entry> page(PageRequest page) {
        Page<Nas> found = clients.list(page);
        return new Page<>(
                found.items().stream()
                        .map(nas -> entry(nas.name()))
                        .filter(e -> !settings.isDefault(e.name()))
                        .toList(),
                found.next(),
                null);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return entry(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    private Entry entry(String name) {
        NasDynAuth now = settings.get(name);
        // It has no version of its own; what differs has another.
        long version = Objects.hash(now, settings.revealSecret(name));
        return new Entry(
                name, now.identifiers(), now.messageAuthenticator(), now.overRadSec(), version);
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        settings.revealSecret(((Entry) view).name()).ifPresent(s -> write.put("secret", s));
    }

    @Override
    public Object put(String name, Object write) {
        settings.put(name, (NasDynAuthWrite) write);
        return entry(name);
    }

    @Override
    public void delete(String name) {
        settings.put(name, new NasDynAuthWrite("", null, null, null));
    }
}
