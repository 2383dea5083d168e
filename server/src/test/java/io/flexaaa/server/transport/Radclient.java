package io.flexaaa.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** FreeRADIUS's radclient, from a source address of its own so that a NAS of its own is asked. */
public final class Radclient {
    private Radclient() {}

    /** The received attributes as radclient prints them, in the order of the packet. */
    public record Reply(String code, List<String> attributes, String output) {
        public boolean accepted() {
            return code.equals("Access-Accept");
        }

        /** Values of Cisco-AVPair. */
        public List<String> avPairs() {
            return attributes.stream()
                    .filter(a -> a.startsWith("Cisco-AVPair = "))
                    .map(a -> a.substring(a.indexOf('"') + 1, a.length() - 1))
                    .toList();
        }
    }

    public static Reply ask(
            String source, int port, String command, String secret, String... attributes) {
        // Missing? apt-get install freeradius-utils
        List<String> lines = new ArrayList<>(List.of(attributes));
        lines.add("Packet-Src-IP-Address = " + source);
        if (!command.equals("acct")) lines.add("Message-Authenticator = 0x00");
        try {
            Process process =
                    new ProcessBuilder(
                                    "radclient",
                                    "-x",
                                    "-r",
                                    "3",
                                    "-t",
                                    "5",
                                    "127.0.0.1:" + port,
                                    command,
                                    secret)
                            .redirectErrorStream(true)
                            .start();
            try (var in = process.getOutputStream()) {
                in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return read(output);
        } catch (IOException e) {
            throw new IllegalStateException("radclient", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Reply read(String output) {
        String code = "none";
        List<String> attributes = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith("Received ")) code = line.split(" ")[1];
            else if (line.startsWith("Sent ")) code = "none";
            else if (line.startsWith("\t") && !code.equals("none")) attributes.add(line.strip());
        }
        assertThat(code).as(output).isNotEqualTo("none");
        attributes.removeIf(a -> a.startsWith("Message-Authenticator"));
        return new Reply(code, List.copyOf(attributes), output);
    }
}
