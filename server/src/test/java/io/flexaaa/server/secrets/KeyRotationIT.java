package io.flexaaa.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.FlexAaaServer;
import io.flexaaa.server.TestPorts;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.credential.PskService;
import io.flexaaa.server.database.TestDatabase;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.store.SealedRows;
import io.flexaaa.server.snapshot.SnapshotService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A master key is replaced under 3,000 peers, the server is stopped in the middle and started again
 * on the same database: a restart cannot be had in the shared context.
 */
class KeyRotationIT {
    private static final int PEERS = 3_000;
    private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, 0, "test", "");
    @TempDir Path folder;

    @Test
    void aRotationGoesOnAfterARestartAndTheOldKeyCanGo() throws IOException {
        TestDatabase.Fresh database = TestDatabase.fresh();
        Path keyFile = folder.resolve("data/master.key");
        String oldKey;
        try (ConfigurableApplicationContext server = start(database)) {
            oldKey = Files.readString(keyFile).strip();
            fill(server);
            KeyRotation rotation = server.getBean(KeyRotation.class);
            String before = rotation.state().keys().getFirst().id();

            // No sealed column may be one that the rotation does not find: its values would be lost
            // with the old key.
            assertThat(server.getBean(SealedRows.class).columns())
                    .hasSameSizeAs(
                            server.getBean(JdbcTemplate.class)
                                    .queryForList(
                                            "select 1 from information_schema.columns where"
                                                + " table_schema = current_schema() and data_type ="
                                                + " 'bytea' and column_name like '%sealed'"));
            KeyRotation.State begun = rotation.rotate(ACTOR);

            assertThat(begun.keys()).hasSize(2);
            assertThat(begun.keys().getFirst().sealing()).isTrue();
            assertThat(begun.keys().getLast().id()).isEqualTo(before);
            assertThatThrownBy(() -> rotation.remove(ACTOR, before))
                    .isInstanceOf(Problem.Conflict.class)
                    .hasMessageContaining("rotate first");
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> done(server) > 0);
            assertThat(server.getBean(PskService.class).reveal(1, "p1").symmetric())
                    .isEqualTo("key-of-peer-1");
            assertThat(server.getBean(PskService.class).reveal(PEERS, "p").symmetric())
                    .isEqualTo("key-of-peer-" + PEERS);
        }
        assertThat(Files.readString(keyFile)).contains(oldKey);
        try (ConfigurableApplicationContext server = start(database)) {
            KeyRotation rotation = server.getBean(KeyRotation.class);
            // It was stopped in the middle: there was work left when it came back.
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            Objects.requireNonNull(rotation.state().rotation()).finishedAt()
                                    != null);
            KeyRotation.State state = rotation.state();
            var done = Objects.requireNonNull(state.rotation());
            assertThat(state.keys().getLast().values()).isZero();
            assertThat(done.done()).isEqualTo(done.total());
            assertThat(done.failed()).isZero();
            rotation.remove(ACTOR, state.keys().getLast().id());
        }
        assertThat(Files.readString(keyFile)).doesNotContain(oldKey);
        try (ConfigurableApplicationContext server = start(database)) {
            assertThat(server.getBean(PskService.class).reveal(7, "p7").symmetric())
                    .isEqualTo("key-of-peer-7");
            var snapshot = server.getBean(SnapshotService.class).current();
            assertThat(snapshot.peerNames()).hasSize(PEERS);
        }
    }

    private static long done(ConfigurableApplicationContext server) {
        var rotation = server.getBean(KeyRotation.class).state().rotation();
        return rotation == null ? 0 : rotation.done();
    }

    private ConfigurableApplicationContext start(TestDatabase.Fresh database) {
        return new SpringApplicationBuilder(FlexAaaServer.class)
                .initializers(new TestPorts())
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--flexaaa.sample=false",
                        "--flexaaa.radius.address=127.0.0.1",
                        "--test.database.url=" + database.url(),
                        "--test.database.username=" + database.username(),
                        "--test.database.password=" + database.password(),
                        "--test.data=" + folder.resolve("data"));
    }

    /** Sealed with the server's own box, put in by SQL: 3,000 REST calls are another test's. */
    private static void fill(ConfigurableApplicationContext server) {
        JdbcTemplate jdbc = server.getBean(JdbcTemplate.class);
        SecretBox box = server.getBean(SecretBox.class);
        jdbc.update("delete from peer");
        jdbc.update(
                "insert into peer (id, name) select i, 'p' || i from generate_series(1, ?) i",
                PEERS);
        List<Object[]> psks = new ArrayList<>();
        for (long id = 1; id <= PEERS; id++)
            psks.add(
                    new Object[] {
                        100_000 + id,
                        id,
                        box.seal(
                                Secret.ofUtf8("key-of-peer-" + id),
                                new SecretBox.Place("psk", 100_000 + id, "symmetric_sealed"))
                    });
        jdbc.batchUpdate(
                "insert into psk (id, peer_id, kind, symmetric_sealed)"
                        + " values (?, ?, 'symmetric', ?)",
                psks);
    }
}
