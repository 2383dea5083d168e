package io.flexaaa.e2e.lab;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** tcpdump on a device, and tshark to add up what it saw. */
public final class Capture implements AutoCloseable {
    /** How much went one way. */
    public record Sum(long packets, long octets) {
        @Override
        public String toString() {
            return octets + " octets in " + packets;
        }
    }

    private final Path file;
    private final Process process;

    private Capture(Path file, Process process) {
        this.file = file;
        this.process = process;
    }

    public static Capture start(Netns netns, String device, Path home, String name)
            throws IOException {
        Path file = home.resolve(name + ".pcap");
        Path log = home.resolve(name + ".log");
        // Headers only; a large buffer, because a packet that the capture misses counts as lost.
        Process process =
                Shell.start(
                        log,
                        netns.exec(
                                "tcpdump",
                                "-i",
                                device,
                                "-n",
                                "-s",
                                "96",
                                "-B",
                                "16384",
                                "--immediate-mode",
                                "-U",
                                "-w",
                                file.toString(),
                                "-Z",
                                "root"));
        Awaitility.await("tcpdump on " + device)
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> Files.exists(log) && Files.readString(log).contains("listening on"));
        return new Capture(file, process);
    }

    /** Stops when a packet that the display filter takes has been written. */
    public void stopAfter(String filter) {
        Awaitility.await(filter + " in " + file)
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> sum(filter, "ip.len").packets() > 0);
        close();
    }

    /**
     * @param filter a display filter of tshark
     * @param field the length to add up, such as {@code ip.len}
     */
    public Sum sum(String filter, String field) {
        String lengths =
                Shell.run(
                        "sh",
                        "-c",
                        "tshark -n -r \"$0\" -Y \"$1\" -T fields -E occurrence=f -e \"$2\""
                                + " 2>/dev/null || true",
                        file.toString(),
                        filter,
                        field);
        long[] each =
                lengths.lines().filter(l -> !l.isBlank()).mapToLong(Long::parseLong).toArray();
        return new Sum(each.length, java.util.Arrays.stream(each).sum());
    }

    @Override
    public void close() {
        Shell.stop(process, 10);
    }
}
