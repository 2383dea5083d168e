package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.proxy.Realm;
import io.flexaaa.server.proxy.RealmService;
import io.flexaaa.server.proxy.RealmWrite;
import io.flexaaa.server.proxy.RealmWrite.HomeWrite;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Realms and the secrets of their home servers in imports and exports. */
@Component
final class RealmKind implements TransferKind {
    private final RealmService realms;

    RealmKind(RealmService realms) {
        this.realms = realms;
    }

    @Override
    public String code() {
        return "realm";
    }

    @Override
    public int rank() {
        return 40;
    }

    @Override
    public Class<?> writeType() {
        return RealmWrite.class;
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
        return List.of("/homeServers/*/secret");
    }

    @Override
    public String defaults() {
        return "{\"enabled\":true,\"reply\":\"home\",\"requireMessageAuthenticator\":true,"
                   + "\"timeoutMillis\":10000,\"statusServer\":true,\"deadSeconds\":30,"
                   + "\"strip\":false,\"lookUps\":false,\"forwardAccounting\":false,\"retransmits\":0}";
    }

    @Override
    public Page<Realm> page(PageRequest page) {
        return realms.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return realms.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public Object shown(Object view) {
        Realm r = (Realm) view;
        return new RealmWrite(
                r.description(),
                r.enabled(),
                r.match(),
                r.nas(),
                r.strip(),
                r.lookUps(),
                r.reply(),
                r.denyAttributes(),
                r.group(),
                r.requireMessageAuthenticator(),
                r.forwardAccounting(),
                r.timeoutMillis(),
                r.retransmits(),
                r.statusServer(),
                r.deadSeconds(),
                r.homeServers().stream()
                        .map(h -> new HomeWrite(h.address(), h.authPort(), h.acctPort(), null))
                        .toList());
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        List<@Nullable String> secrets = realms.revealSecrets(((Realm) view).name());
        for (int i = 0; i < secrets.size(); i++)
            ((ObjectNode) write.at("/homeServers/" + i)).put("secret", secrets.get(i));
    }

    @Override
    public Object put(String name, Object write) {
        return realms.put(name, (RealmWrite) write, null);
    }

    @Override
    public void delete(String name) {
        realms.delete(name);
    }
}
