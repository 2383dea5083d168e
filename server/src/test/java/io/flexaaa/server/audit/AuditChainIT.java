package io.flexaaa.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@ServerTest
class AuditChainIT {
    private final Api api;
    private final AuditLog audit;
    private final JdbcClient jdbc;

    @Autowired
    AuditChainIT(Api api, AuditLog audit, JdbcClient jdbc) {
        this.api = api;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    @Test
    void aChangeKeepsBeforeAndAfter() {
        var admin = api.signedIn(Role.ADMIN);
        admin.put("/api/v1/groups/audited", "{\"description\":\"old\"}");
        admin.put("/api/v1/groups/audited", "{\"description\":\"new\"}");

        Answer log = admin.get("/api/v1/audit?targetKind=group&target=audited");

        assertThat(log.at("/items/0/action")).isEqualTo("update");
        assertThat(log.at("/items/0/detail/before/description")).isEqualTo("old");
        assertThat(log.at("/items/0/detail/after/description")).isEqualTo("new");
        assertThat(log.at("/items/1/action")).isEqualTo("create");
    }

    @Test
    void manyAtOnceMakeOneChain() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> all =
                    java.util.stream.IntStream.range(0, 40)
                            .<Callable<Void>>mapToObj(i ->
                                    () -> {
                                        audit.note(
                                                Actor.system(),
                                                "test",
                                                "thing",
                                                "t" + i,
                                                Map.of("i", i));
                                        return null;
                                    })
                            .toList();
            for (var done : threads.invokeAll(all)) done.get();
        }

        assertThat(audit.firstBreak()).isNull();
    }

    @Test
    void aChangedEntryAndARemovedOneShow() {
        for (int i = 0; i < 3; i++)
            audit.note(Actor.system(), "test", "thing", "tampered", Map.of("i", i));
        long id =
                jdbc.sql("select max(id) from audit where target = 'tampered'")
                        .query(Long.class)
                        .single();
        assertThat(audit.firstBreak()).isNull();

        jdbc.sql("update audit set actor = 'somebody' where id = :id").param("id", id).update();
        assertThat(audit.firstBreak()).contains("entry " + id + " was changed");
        jdbc.sql("update audit set actor = 'system' where id = :id").param("id", id).update();
        assertThat(audit.firstBreak()).isNull();

        jdbc.sql("update audit set id = -id where id = :id").param("id", id).update();
        assertThat(audit.firstBreak()).isNotNull();
        jdbc.sql("update audit set id = -id where id = :id").param("id", -id).update();
        assertThat(audit.firstBreak()).isNull();
    }
}
