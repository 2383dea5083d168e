package io.flexaaa.server.operator;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.operator.Ceremonies.Kind;
import io.flexaaa.server.operator.store.PasskeyStore;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Passkeys of local operators: one is a whole sign-in, for the authenticator has asked for a finger
 * or a PIN (user verification is demanded) and signs for this origin only.
 */
@Service
public class Passkeys {
    /** Enough for every device one has. */
    private static final int MOST = 20;

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();

    private final PasskeyStore store;
    private final Ceremonies ceremonies;
    private final AuditLog audit;

    Passkeys(PasskeyStore store, Ceremonies ceremonies, AuditLog audit) {
        this.store = store;
        this.ceremonies = ceremonies;
        this.audit = audit;
    }

    /**
     * Where the console is, to which a passkey is bound.
     *
     * @param origin as the browser says it
     * @param host its name: the relying party's id
     */
    public record Site(String origin, String host) {}

    /**
     * @param options JSON for navigator.credentials
     * @param handle for the browser's cookie
     */
    public record Begun(String options, String handle) {}

    public List<Passkey> of(long operatorId) {
        return store.of(operatorId);
    }

    // Registering --------------------------------------------------------------------------------

    public Begun beginRegistration(Site site, Operator operator) {
        if (operator.oidc())
            throw new Problem.Conflict(
                    "OIDC_ACCOUNT",
                    operator.name() + " signs in at the OpenID provider; passkeys are made there");
        if (store.of(operator.id()).size() >= MOST)
            throw new Problem.Conflict(
                    "TOO_MANY_PASSKEYS", "there are " + MOST + " passkeys; remove one first");
        var options = creation(site, operator, Bytes.random());
        String challenge = options.getChallenge().toBase64UrlString();
        return begun(
                JSON.writeValueAsString(options),
                ceremonies.begin(Kind.PASSKEY_REGISTRATION, operator.id(), challenge));
    }

    /**
     * @throws RuntimeException of the WebAuthn library when the credential does not verify
     */
    @Transactional
    public Passkey register(
            Actor actor, Site site, Operator operator, String handle, String json, String label) {
        String challenge =
                ceremonies
                        .take(Kind.PASSKEY_REGISTRATION, operator.id(), handle)
                        .orElseThrow(Passkeys::tooLate);
        PublicKeyCredential<AuthenticatorAttestationResponse> credential =
                JSON.readValue(json, new TypeReference<>() {});
        var saved =
                operations(site)
                        .registerCredential(
                                new ImmutableRelyingPartyRegistrationRequest(
                                        creation(site, operator, Bytes.fromBase64(challenge)),
                                        new RelyingPartyPublicKey(credential, label)));
        Passkey made =
                store.of(operator.id()).stream()
                        .filter(p -> p.label().equals(saved.getLabel()))
                        .reduce((_, last) -> last)
                        .orElseThrow();
        audit.note(
                actor, "add-passkey", "operator", operator.name(), Map.of("label", made.label()));
        return made;
    }

    @Transactional
    public void rename(Actor actor, Operator operator, long id, String label) {
        if (!store.rename(operator.id(), id, label))
            throw new Problem.NotFound("passkey", String.valueOf(id));
        audit.note(actor, "rename-passkey", "operator", operator.name(), Map.of("label", label));
    }

    @Transactional
    public void remove(Actor actor, Operator operator, long id) {
        if (!store.remove(operator.id(), id))
            throw new Problem.NotFound("passkey", String.valueOf(id));
        audit.note(actor, "remove-passkey", "operator", operator.name(), Map.of("id", id));
    }

    /** For who lost the device: an administrator takes all away. */
    @Transactional
    public void removeAll(Actor actor, Operator operator) {
        int count = store.removeAll(operator.id());
        audit.note(actor, "remove-passkeys", "operator", operator.name(), Map.of("count", count));
    }

    // Signing in ---------------------------------------------------------------------------------

    public Begun beginSignIn(Site site) {
        var options = request(site, Bytes.random());
        return begun(
                JSON.writeValueAsString(options),
                ceremonies.begin(
                        Kind.PASSKEY_SIGN_IN, null, options.getChallenge().toBase64UrlString()));
    }

    /**
     * The name of the operator whose passkey signed.
     *
     * @throws RuntimeException of the WebAuthn library when the assertion does not verify
     */
    public Optional<String> prove(Site site, String handle, String json) {
        String challenge =
                ceremonies.take(Kind.PASSKEY_SIGN_IN, null, handle).orElseThrow(Passkeys::tooLate);
        PublicKeyCredential<AuthenticatorAssertionResponse> credential =
                JSON.readValue(json, new TypeReference<>() {});
        PublicKeyCredentialUserEntity who =
                operations(site)
                        .authenticate(
                                new RelyingPartyAuthenticationRequest(
                                        request(site, Bytes.fromBase64(challenge)), credential));
        return Optional.ofNullable(who).map(PublicKeyCredentialUserEntity::getName);
    }

    private static Begun begun(String options, @Nullable String handle) {
        if (handle == null)
            throw new Problem.Conflict(
                    "TOO_MANY_SIGN_INS", "too many sign-ins have begun; try again in a minute");
        return new Begun(options, handle);
    }

    private static Problem tooLate() {
        return new Problem.Conflict(
                "CEREMONY_OVER", "this took longer than 5 minutes or was used already; begin anew");
    }

    private PublicKeyCredentialCreationOptions creation(
            Site site, Operator operator, Bytes challenge) {
        var operations = operations(site);
        operations.setCustomizeCreationOptions(b ->
                b.challenge(challenge)
                        .authenticatorSelection(
                                AuthenticatorSelectionCriteria.builder()
                                        .residentKey(ResidentKeyRequirement.REQUIRED)
                                        .userVerification(UserVerificationRequirement.REQUIRED)
                                        .build()));
        return operations.createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(known(operator.name())));
    }

    private static PublicKeyCredentialRequestOptions request(Site site, Bytes challenge) {
        return PublicKeyCredentialRequestOptions.builder()
                .challenge(challenge)
                .rpId(site.host())
                .timeout(Ceremonies.LIFETIME)
                .allowCredentials(List.of())
                .userVerification(UserVerificationRequirement.REQUIRED)
                .build();
    }

    private Webauthn4JRelyingPartyOperations operations(Site site) {
        return new Webauthn4JRelyingPartyOperations(
                new Handles(store),
                store,
                PublicKeyCredentialRpEntity.builder().id(site.host()).name("FlexAAA").build(),
                Set.of(site.origin()));
    }

    private static Authentication known(String name) {
        return UsernamePasswordAuthenticationToken.authenticated(name, null, List.of());
    }

    /** Operators as the library knows them. */
    private record Handles(PasskeyStore store) implements PublicKeyCredentialUserEntityRepository {
        @Override
        public @Nullable PublicKeyCredentialUserEntity findById(Bytes handle) {
            String name = store.operatorOf(handle.getBytes());
            return name == null ? null : entity(name, handle);
        }

        @Override
        public @Nullable PublicKeyCredentialUserEntity findByUsername(String name) {
            byte[] handle = store.handle(name);
            return handle == null ? null : entity(name, new Bytes(handle));
        }

        @Override
        public void save(PublicKeyCredentialUserEntity entity) {
            store.setHandle(entity.getName(), entity.getId().getBytes());
        }

        @Override
        public void delete(Bytes handle) {
            throw new UnsupportedOperationException("a handle goes with its operator");
        }

        private static PublicKeyCredentialUserEntity entity(String name, Bytes handle) {
            return ImmutablePublicKeyCredentialUserEntity.builder()
                    .id(handle)
                    .name(name)
                    .displayName(name)
                    .build();
        }
    }
}
