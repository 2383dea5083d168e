package io.flexaaa.server.operator.store;

import io.flexaaa.server.operator.Passkey;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Passkeys in PostgreSQL. */
@Repository
public class PasskeyStore implements UserCredentialRepository {
    private static final String COLUMNS =
            "select p.*, o.passkey_handle from operator_passkey p"
                    + " join operator o on o.id = p.operator_id";
    private final JdbcClient jdbc;

    PasskeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Passkey> of(long operatorId) {
        return jdbc.sql(
                        "select id, label, backup_state, created_at, last_used_at from"
                                + " operator_passkey where operator_id = :id order by id")
                .param("id", operatorId)
                .query((rs, n) ->
                        new Passkey(
                                rs.getLong("id"),
                                rs.getString("label"),
                                rs.getBoolean("backup_state"),
                                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                                rs.getObject("last_used_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    public boolean rename(long operatorId, long id, String label) {
        return jdbc.sql(
                                "update operator_passkey set label = :label"
                                        + " where id = :id and operator_id = :operator")
                        .param("label", label)
                        .param("id", id)
                        .param("operator", operatorId)
                        .update()
                == 1;
    }

    public boolean remove(long operatorId, long id) {
        return jdbc.sql("delete from operator_passkey where id = :id and operator_id = :operator")
                        .param("id", id)
                        .param("operator", operatorId)
                        .update()
                == 1;
    }

    public int removeAll(long operatorId) {
        return jdbc.sql("delete from operator_passkey where operator_id = :operator")
                .param("operator", operatorId)
                .update();
    }

    // Handles ------------------------------------------------------------------------------------

    public byte @Nullable [] handle(String operator) {
        return jdbc.sql(
                        "select passkey_handle from operator where name = :name"
                                + " and passkey_handle is not null")
                .param("name", operator)
                .query(byte[].class)
                .optional()
                .orElse(null);
    }

    public void setHandle(String operator, byte[] handle) {
        jdbc.sql(
                        "update operator set passkey_handle = :handle where name = :name"
                                + " and passkey_handle is null")
                .param("handle", handle)
                .param("name", operator)
                .update();
    }

    public @Nullable String operatorOf(byte[] handle) {
        return jdbc.sql("select name from operator where passkey_handle = :handle")
                .param("handle", handle)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    // What the ceremonies need -------------------------------------------------------------------

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes credentialId) {
        return jdbc.sql(COLUMNS + " where p.credential_id = :id")
                .param("id", credentialId.getBytes())
                .query(PasskeyStore::row)
                .optional()
                .orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes handle) {
        return jdbc.sql(COLUMNS + " where o.passkey_handle = :handle")
                .param("handle", handle.getBytes())
                .query(PasskeyStore::row)
                .list();
    }

    /** A new one, or one that was used. A name given since stays. */
    @Override
    public void save(CredentialRecord record) {
        Set<AuthenticatorTransport> transports =
                record.getTransports() == null ? Set.of() : record.getTransports();
        jdbc.sql(
                        """
                        insert into operator_passkey (operator_id, credential_id, public_key, attestation, label,
                            signature_count, uv_initialized, transports, backup_eligible, backup_state,
                            created_at, last_used_at)
                        select id, :credential, :key, :attestation, :label, :count, :uv,
                               string_to_array(:transports, ','), :eligible, :state, :created, :used
                          from operator where passkey_handle = :handle
                        on conflict (credential_id) do update set
                            signature_count = excluded.signature_count,
                            uv_initialized = excluded.uv_initialized,
                            backup_state = excluded.backup_state,
                            last_used_at = excluded.last_used_at
                        """)
                .param("credential", record.getCredentialId().getBytes())
                .param("key", record.getPublicKey().getBytes())
                .param(
                        "attestation",
                        Objects.requireNonNull(record.getAttestationObject()).getBytes())
                .param("label", record.getLabel())
                .param("count", record.getSignatureCount())
                .param("uv", record.isUvInitialized())
                .param(
                        "transports",
                        transports.stream()
                                .map(AuthenticatorTransport::getValue)
                                .collect(Collectors.joining(",")))
                .param("eligible", record.isBackupEligible())
                .param("state", record.isBackupState())
                .param("created", OperatorStore.utc(record.getCreated()))
                .param("used", OperatorStore.utc(record.getLastUsed()))
                .param("handle", record.getUserEntityUserId().getBytes())
                .update();
    }

    @Override
    public void delete(Bytes credentialId) {
        jdbc.sql("delete from operator_passkey where credential_id = :id")
                .param("id", credentialId.getBytes())
                .update();
    }

    private static CredentialRecord row(ResultSet rs, int n) throws SQLException {
        String[] transports = (String[]) rs.getArray("transports").getArray();
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(new Bytes(rs.getBytes("credential_id")))
                .userEntityUserId(new Bytes(rs.getBytes("passkey_handle")))
                .publicKey(new ImmutablePublicKeyCose(rs.getBytes("public_key")))
                .attestationObject(new Bytes(rs.getBytes("attestation")))
                .signatureCount(rs.getLong("signature_count"))
                .uvInitialized(rs.getBoolean("uv_initialized"))
                .transports(
                        Arrays.stream(transports)
                                .map(AuthenticatorTransport::valueOf)
                                .collect(Collectors.toSet()))
                .backupEligible(rs.getBoolean("backup_eligible"))
                .backupState(rs.getBoolean("backup_state"))
                .created(rs.getObject("created_at", OffsetDateTime.class).toInstant())
                .lastUsed(rs.getObject("last_used_at", OffsetDateTime.class).toInstant())
                .label(rs.getString("label"))
                .build();
    }
}
