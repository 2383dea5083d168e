package io.flexaaa.server.database.internal;

import io.flexaaa.server.database.DataFolder;
import io.flexaaa.server.database.ManagedPostgres;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The life of one postgres process: unpack, initdb, start, ready, stop. */
public final class PostgresProcess {

    private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);

    /** The major version the archive holds; data of another major needs a copy, not a start. */
    private static final String MAJOR = "18";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration STOPPED = Duration.ofSeconds(20);

    private final Path data;
    private final Path logFile;
    private final FileLock lock;
    private final Process process;
    private final int port;
    private final String password;
    private volatile boolean stopping;

    private PostgresProcess(
            Path data, Path logFile, FileLock lock, Process process, int port, String password) {
        this.data = data;
        this.logFile = logFile;
        this.lock = lock;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    public static PostgresProcess start(Path folder) throws IOException, InterruptedException {
        DataFolder.ensurePrivate(folder);
        FileLock lock = lock(folder);
        try {
            RunAs runAs = RunAs.detect();
            Path dist = new PostgresArchive().unpack(folder.resolve("dist-" + MAJOR));
            Path data = folder.resolve("data-" + MAJOR);
            Path logFile = folder.resolve("postgres.log");
            String password = password(folder.resolve("password"));
            runAs.own(folder);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initdb(runAs, dist, data, folder.resolve("password"));
            }
            stopLeftover(data);
            int port = freePort();
            List<String> command =
                    runAs.childCommand(
                            List.of(
                                    dist.resolve("bin/postgres").toString(),
                                    "-D",
                                    data.toString(),
                                    "-p",
                                    String.valueOf(port),
                                    "-c",
                                    "listen_addresses=127.0.0.1",
                                    "-c",
                                    "unix_socket_directories=",
                                    "-c",
                                    "password_encryption=scram-sha-256",
                                    "-c",
                                    "shared_buffers=128MB",
                                    "-c",
                                    "jit=off"));
            Process process = forkFromLastingThread(command, logFile.toFile());
            PostgresProcess self =
                    new PostgresProcess(data, logFile, lock, process, port, password);
            self.awaitReady();
            return self;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.release();
            lock.acquiredBy().close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    public long pid() {
        return process.pid();
    }

    /** Fast shutdown: sessions are ended, everything is on disk afterwards. */
    public synchronized void stop() {
        if (stopping) return;
        stopping = true;
        try {
            // Process.destroy would send SIGTERM, on which PostgreSQL waits for its clients to
            // leave.
            if (process.isAlive()) signal(process.pid(), "INT");
            if (!process.waitFor(STOPPED.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("postgres pid={} did not stop in {} s: killed", process.pid(), STOPPED);
                process.destroyForcibly().waitFor();
            }
            lock.release();
            lock.acquiredBy().close();
        } catch (IOException e) {
            log.warn(
                    "postgres pid={} could not be stopped cleanly: {}",
                    process.pid(),
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The parent-death signal comes when the thread that forked ends, so that thread has to live as
     * long as the process: it waits for it.
     */
    private static Process forkFromLastingThread(List<String> command, File logFile)
            throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread keeper =
                new Thread(
                        () -> {
                            try {
                                Process process =
                                        new ProcessBuilder(command)
                                                .redirectErrorStream(true)
                                                .redirectOutput(
                                                        ProcessBuilder.Redirect.appendTo(logFile))
                                                .start();
                                started.complete(process);
                                int exit = process.waitFor();
                                log.info("postgres pid={} ended exit={}", process.pid(), exit);
                            } catch (IOException e) {
                                started.completeExceptionally(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "postgres-keeper");
        keeper.setDaemon(true);
        keeper.start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + command.getFirst(), e.getCause());
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        Path pidFile = data.resolve("postmaster.pid");
        while (System.nanoTime() < deadline) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw new IOException("PostgreSQL did not start: " + lastLogLines());
            }
            // Line 8 is the postmaster's own word that it accepts connections.
            List<String> lines = readPidFile(pidFile);
            if (lines.size() >= 8
                    && lines.getFirst().strip().equals(String.valueOf(process.pid()))
                    && lines.get(7).strip().equals("ready")) {
                return;
            }
        }
        process.destroyForcibly();
        throw new IOException("PostgreSQL was not ready in " + READY + ": " + lastLogLines());
    }

    private String lastLogLines() throws IOException {
        List<String> lines = Files.exists(logFile) ? Files.readAllLines(logFile) : List.of();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private static void initdb(RunAs runAs, Path dist, Path data, Path passwordFile)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(parent(data), "initdb", ".log");
        // builtin C.UTF-8: sort order does not depend on the host's libc, so an upgrade cannot
        // break indexes.
        Process process =
                new ProcessBuilder(
                                runAs.command(
                                        List.of(
                                                dist.resolve("bin/initdb").toString(),
                                                "-D",
                                                data.toString(),
                                                "-U",
                                                ManagedPostgres.USER,
                                                "-E",
                                                "UTF8",
                                                "--locale=C",
                                                "--locale-provider=builtin",
                                                "--builtin-locale=C.UTF-8",
                                                "-A",
                                                "scram-sha-256",
                                                "--pwfile",
                                                passwordFile.toString(),
                                                "--no-instructions")))
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        int exit = process.waitFor();
        String text = Files.readString(out);
        Files.delete(out);
        if (exit != 0) throw new IOException("initdb failed with " + exit + ": " + text.strip());
    }

    /**
     * A postmaster that outlived a killed server holds the data directory; it is ours, so it is
     * stopped.
     */
    private static void stopLeftover(Path data) throws IOException, InterruptedException {
        List<String> lines = readPidFile(data.resolve("postmaster.pid"));
        if (lines.isEmpty()) return;
        long pid;
        try {
            pid = Long.parseLong(lines.getFirst().strip());
        } catch (NumberFormatException e) {
            log.warn("{}/postmaster.pid does not begin with a process id; left to postgres", data);
            return;
        }
        Optional<ProcessHandle> found = ProcessHandle.of(pid);
        if (found.isEmpty() || !isPostgresOn(found.get(), data)) return;
        log.info("postgres pid={} was left over by an earlier run: stopping it", pid);
        signal(pid, "INT");
        try {
            found.get().onExit().get(STOPPED.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException(
                    "PostgreSQL of an earlier run, pid " + pid + ", does not stop", e);
        }
    }

    private static boolean isPostgresOn(ProcessHandle handle, Path data) {
        // The pid may belong to somebody else by now: only a process that names our data directory
        // is ours.
        Path commandLine = Path.of("/proc", String.valueOf(handle.pid()), "cmdline");
        try {
            return Files.readString(commandLine).contains(data.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> readPidFile(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (java.nio.file.NoSuchFileException e) {
            return List.of();
        }
    }

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        if (!RunAs.works("kill", "-" + name, String.valueOf(pid))) {
            log.warn("kill -{} {} failed", name, pid);
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        }
        return Files.readString(file).strip();
    }

    private static FileLock lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    folder
                            + " is in use by another server; stop it or choose another --data"
                            + " folder");
        }
        return lock;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
