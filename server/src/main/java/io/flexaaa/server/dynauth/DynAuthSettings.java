package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.dynauth.store.NasDynAuthStore;
import io.flexaaa.server.nas.DynAuthTargets;
import io.flexaaa.server.nas.Nas;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What each NAS wants of CoA and Disconnect requests, beside what every RADIUS client has. */
@Service
public class DynAuthSettings {
    private final NasDynAuthStore store;
    private final DynAuthTargets targets;
    private final NasService nases;
    private final SecretBox box;

    DynAuthSettings(
            NasDynAuthStore store, DynAuthTargets targets, NasService nases, SecretBox box) {
        this.store = store;
        this.targets = targets;
        this.nases = nases;
        this.box = box;
    }

    /**
     * One NAS as an exchange needs it.
     *
     * @param secret for UDP; absent only for a NAS that is asked over RadSec
     */
    record Target(
            String nas,
            int port,
            @Nullable Secret secret,
            IdentifierSets identifiers,
            boolean messageAuthenticator,
            boolean overRadSec) {}

    /** Absent when the NAS was deleted meanwhile or cannot be asked in any way. */
    @Transactional(readOnly = true)
    Optional<Target> target(long nasId) {
        return targets.of(nasId)
                .map(base -> {
                    NasDynAuthStore.Row row = store.find(nasId);
                    byte[] sealed = row.secretSealed();
                    return new Target(
                            base.nas(),
                            base.port(),
                            sealed == null ? base.secret() : box.open(sealed, place(nasId)),
                            sets(row),
                            row.messageAuthenticator(),
                            row.overRadSec());
                })
                .filter(target -> target.secret() != null || target.overRadSec());
    }

    @Transactional(readOnly = true)
    public NasDynAuth get(String name) {
        Nas nas = nases.get(name);
        return view(nas, store.find(nas.id()));
    }

    @Transactional
    public NasDynAuth put(String name, NasDynAuthWrite write) {
        Nas nas = nases.get(name);
        List<String> identifiers = identifiers(write);
        byte[] sealed = store.find(nas.id()).secretSealed();
        String secret = write.secret();
        if (secret != null) {
            sealed = secret.isEmpty() ? null : box.seal(Secret.ofUtf8(secret), place(nas.id()));
        }
        boolean sign = write.messageAuthenticator() == null || write.messageAuthenticator();
        boolean overRadSec = write.overRadSec() != null && write.overRadSec();
        store.put(nas.id(), new NasDynAuthStore.Row(sealed, identifiers, sign, overRadSec));
        return view(nas, store.find(nas.id()));
    }

    /** The secret of its own. The caller has checked the permission. */
    @Transactional(readOnly = true)
    public Optional<String> revealSecret(String name) {
        long nas = nases.get(name).id();
        byte[] sealed = store.find(nas).secretSealed();
        return sealed == null
                ? Optional.empty()
                : Optional.of(box.open(sealed, place(nas)).revealUtf8());
    }

    /** Whether nothing was ever set for that NAS, or all was taken back. */
    @Transactional(readOnly = true)
    public boolean isDefault(String name) {
        NasDynAuthStore.Row row = store.find(nases.get(name).id());
        return row.secretSealed() == null
                && row.identifiers().isEmpty()
                && row.messageAuthenticator()
                && !row.overRadSec();
    }

    private static List<String> identifiers(NasDynAuthWrite write) {
        List<String> texts = new ArrayList<>();
        if (write.identifiers() == null) return texts;
        Check check = new Check();
        for (int i = 0; i < write.identifiers().size(); i++) {
            List<String> set = write.identifiers().get(i);
            try {
                String text = IdentifierSets.text(IdentifierSets.parse(String.join("+", set)));
                check.require(
                        !texts.contains(text),
                        "identifiers[" + i + "]",
                        text,
                        "is there already",
                        "name each combination once");
                texts.add(text);
            } catch (IllegalArgumentException e) {
                check.add(
                        new FieldProblem(
                                "identifiers[" + i + "]",
                                String.join(", ", set),
                                "is not a set of identifiers",
                                "one or more of "
                                        + Arrays.stream(SessionIdentifier.values())
                                                .map(SessionIdentifier::text)
                                                .collect(Collectors.joining(", "))));
            }
        }
        check.require(
                texts.size() <= 8,
                "identifiers",
                texts.size(),
                "has more than 8 sets",
                "each costs a request when the NAS does not know the session");
        check.done();
        return texts;
    }

    private static IdentifierSets sets(NasDynAuthStore.Row row) {
        if (row.identifiers().isEmpty()) return IdentifierSets.DEFAULT;
        List<Set<SessionIdentifier>> sets =
                row.identifiers().stream().map(IdentifierSets::parse).toList();
        return new IdentifierSets(sets);
    }

    private static NasDynAuth view(Nas nas, NasDynAuthStore.Row row) {
        return new NasDynAuth(
                nas.name(),
                nas.dynAuthPort(),
                row.secretSealed() != null,
                sets(row).sets(),
                row.messageAuthenticator(),
                row.overRadSec());
    }

    private static SecretBox.Place place(long nasId) {
        return new SecretBox.Place("nas_dynauth", nasId, "secret_sealed");
    }
}
