package io.flexaaa.server.setup.store;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Which first-run steps are done. */
@Repository
public class SetupSteps {

    private final JdbcTemplate jdbc;

    SetupSteps(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public boolean contains(String name) {
        Boolean found =
                jdbc.queryForObject(
                        "select exists (select 1 from setup_step where name = ?)",
                        Boolean.class,
                        name);
        return Boolean.TRUE.equals(found);
    }

    public void add(String name) {
        jdbc.update("insert into setup_step (name) values (?) on conflict do nothing", name);
    }
}
