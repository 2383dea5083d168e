package io.flexaaa.server.secrets.planted;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where a secret could come out, outside of HTTP. */
final class Places implements AutoCloseable {
    private static final int SLICE = 8 << 20;
    private final Planted planted;
    private final JdbcTemplate jdbc;
    private final Instant since = Instant.now().minusSeconds(5);
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.flexaaa");
    private final Level before = ours.getLevel();
    private final Collector collector = new Collector();

    Places(Planted planted, JdbcTemplate jdbc) {
        this.planted = planted;
        this.jdbc = jdbc;
        collector.setContext(root.getLoggerContext());
        collector.start();
        root.addAppender(collector);
        ours.setLevel(Level.DEBUG);
    }

    @Override
    public void close() {
        ours.setLevel(before);
        root.detachAppender(collector);
        collector.stop();
    }

    /** Everything logged, with arguments, context and stack traces. */
    private static final class Collector extends AppenderBase<ILoggingEvent> {
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

        @Override
        protected synchronized void append(ILoggingEvent event) {
            String line = event.getLoggerName() + " " + event.getFormattedMessage();
            if (event.getMDCPropertyMap() != null) line += " " + event.getMDCPropertyMap();
            if (event.getThrowableProxy() != null)
                line += "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        synchronized byte[] text() {
            return lines.toByteArray();
        }
    }

    Set<String> log() {
        return planted.in(collector.text());
    }

    /** Each row of each table, as a dump would have it: bytea in hex. */
    Map<String, Set<String>> tables() {
        Map<String, Set<String>> found = new TreeMap<>();
        List<@Nullable String> tables =
                jdbc.queryForList(
                        "select format('%I.%I', schemaname, tablename) from pg_tables where"
                                + " schemaname not in ('pg_catalog', 'information_schema')",
                        String.class);
        for (@Nullable String table : tables) {
            Set<String> here = new TreeSet<>();
            jdbc.query(
                    "select t::text from " + table + " t",
                    rs -> {
                        String row = rs.getString(1);
                        if (row != null) here.addAll(planted.in(row));
                    });
            if (!here.isEmpty()) found.put(table, here);
        }
        return found;
    }

    /**
     * The files of this database, and the write-ahead log since this began, as they are on disk.
     */
    Map<String, Set<String>> databaseFiles() throws IOException {
        jdbc.execute("checkpoint");
        Map<String, Set<String>> found = new TreeMap<>();
        String base =
                "base/"
                        + jdbc.queryForObject(
                                "select oid from pg_database where datname = current_database()",
                                String.class);
        for (@Nullable String file : jdbc.queryForList("select pg_ls_dir(?)", String.class, base))
            look(base + "/" + file, found);
        List<@Nullable String> wal =
                jdbc.queryForList(
                        "select name from pg_ls_waldir() where modification >= ?",
                        String.class,
                        Timestamp.from(since));
        for (@Nullable String file : wal) look("pg_wal/" + file, found);
        return found;
    }

    private void look(String file, Map<String, Set<String>> found) throws IOException {
        Set<String> here = new TreeSet<>();
        long at = 0;
        while (true) {
            byte[] slice =
                    jdbc.queryForObject(
                            "select pg_read_binary_file(?, ?, ?, true)",
                            byte[].class,
                            file,
                            at,
                            SLICE);
            if (slice == null || slice.length == 0) break;
            here.addAll(planted.in(new ByteArrayInputStream(slice)));
            if (slice.length < SLICE) break;
            // The slices overlap, for what lies on the seam.
            at += SLICE - 1024;
        }
        if (!here.isEmpty()) found.put(file, here);
    }

    /** Files the server or its PostgreSQL write beside the database. */
    Map<String, Set<String>> files(Path... folders) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) continue;
            List<Path> all;
            try (Stream<Path> walk = Files.walk(folder)) {
                all = walk.filter(Files::isRegularFile).filter(Places::ours).toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            for (Path file : all) {
                try (InputStream in = Files.newInputStream(file)) {
                    Set<String> here = planted.in(in);
                    if (!here.isEmpty()) found.put(file.toString(), here);
                }
            }
        }
        return found;
    }

    /** PostgreSQL's programs and its data have a search of their own. */
    private static boolean ours(Path file) {
        String path = file.toString();
        return !path.contains("/base/")
                && !path.contains("/pg_wal/")
                && !path.contains("/bin/")
                && !path.contains("/lib/")
                && !path.contains("/share/");
    }
}
