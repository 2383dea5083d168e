package io.flexaaa.e2e.lab;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * strongSwan as the spoke: a charon of its own in a namespace of its own, with user-space ESP,
 * because this kernel may have none.
 */
public final class Charon implements AutoCloseable {
    private static final String PLUGINS =
            "random nonce openssl aesni gcm ctr ccm chapoly aes sha1 sha2 md5 md4 hmac kdf drbg"
                + " curve25519 gmp mgf1 x509 revocation constraints pubkey pem pkcs1 pkcs7 pkcs8"
                + " pkcs12 eap-identity eap-mschapv2 eap-md5 eap-gtc eap-tls eap-ttls"
                + " kernel-libipsec kernel-netlink socket-default resolve updown counters unity"
                + " vici";

    private final Netns netns;
    private final Path home;
    private final Process process;

    private Charon(Netns netns, Path home, Process process) {
        this.netns = netns;
        this.home = home;
        this.process = process;
    }

    /**
     * Starts charon.
     *
     * @param extra lines for the charon section, such as {@code fragment_size = 1280}
     */
    public static Charon start(Netns netns, Path home, String... extra) {
        return start(netns, home, settings(home, List.of(), List.of(), List.of(extra)));
    }

    /**
     * Starts charon.
     *
     * @param plugins to load besides the usual ones
     * @param pluginSettings lines for the plugins section
     */
    public static Charon start(
            Netns netns, Path home, List<String> plugins, List<String> pluginSettings) {
        return start(netns, home, settings(home, plugins, pluginSettings, List.of()));
    }

    private static Charon start(Netns netns, Path home, String settings) {
        try {
            Files.createDirectories(home.resolve("swanctl"));
            Files.writeString(home.resolve("resolv.conf"), "");
            Files.writeString(home.resolve("strongswan.conf"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String script =
                "mount --make-rprivate / && mount -t tmpfs tmpfs /run && mount --bind "
                        + home.resolve("resolv.conf")
                        + " /etc/resolv.conf; export STRONGSWAN_CONF="
                        + home.resolve("strongswan.conf")
                        + "; exec /usr/lib/ipsec/charon";
        Process process =
                Shell.start(
                        home.resolve("charon.out"),
                        netns.exec("unshare", "-m", "sh", "-c", script));
        Charon charon = new Charon(netns, home, process);
        Awaitility.await("vici of " + netns.name())
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> Files.exists(home.resolve("vici")));
        return charon;
    }

    private static String settings(
            Path home, List<String> plugins, List<String> pluginSettings, List<String> extra) {
        List<String> lines = new ArrayList<>();
        lines.add("charon {");
        lines.add("  load = " + String.join(" ", plugins) + " " + PLUGINS);
        lines.add("  retransmit_tries = 3");
        lines.add("  retransmit_timeout = 1.0");
        for (String line : extra) lines.add("  " + line);
        lines.add("  plugins {");
        lines.add("    vici {");
        lines.add("      socket = unix://" + home.resolve("vici"));
        lines.add("    }");
        lines.add("    kernel-libipsec {");
        lines.add("      allow_peer_ts = yes");
        lines.add("    }");
        lines.add("    kernel-netlink {");
        lines.add("      fwmark = !0x42");
        lines.add("    }");
        lines.add("    socket-default {");
        lines.add("      fwmark = 0x42");
        lines.add("    }");
        for (String line : pluginSettings) lines.add("    " + line);
        lines.add("    resolve {");
        lines.add("      file = " + home.resolve("resolv.conf"));
        lines.add("    }");
        lines.add("  }");
        lines.add("  filelog {");
        lines.add("    main {");
        lines.add("      path = " + home.resolve("charon.log"));
        lines.add("      time_format = %H:%M:%S");
        lines.add("      ike_name = yes");
        lines.add("      default = 1");
        lines.add("      ike = 2");
        lines.add("      cfg = 2");
        lines.add("      flush_line = yes");
        lines.add("    }");
        lines.add("  }");
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    /** Where swanctl looks: {@code x509}, {@code x509ca}, {@code private} and so on. */
    public Path swanctlFolder(String name) {
        try {
            return Files.createDirectories(home.resolve("swanctl").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the configuration and loads it. */
    public void load(String swanctlConf) {
        try {
            Files.writeString(home.resolve("swanctl").resolve("swanctl.conf"), swanctlConf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        swanctlMust("--load-all", "--noprompt");
    }

    /** Makes a private key known; swanctl looks for keys in a folder of its own only. */
    public void key(Path file) {
        try {
            Path folder = Files.createDirectories(home.resolve("swanctl").resolve("private"));
            Files.copy(
                    file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        swanctlMust("--load-creds", "--noprompt");
    }

    /** Whether the named child came up. */
    public Shell.Result initiate(String child) {
        return swanctl(30, "--initiate", "--child", child, "--timeout", "20");
    }

    public void terminate(String ike) {
        swanctl(20, "--terminate", "--ike", ike, "--timeout", "10");
    }

    public String listSas() {
        return swanctlMust("--list-sas");
    }

    public boolean isUp() {
        return listSas().contains("ESTABLISHED");
    }

    public String swanctlMust(String... arguments) {
        Shell.Result result = swanctl(30, arguments);
        if (!result.ok()) {
            throw new AssertionError(
                    "swanctl "
                            + String.join(" ", arguments)
                            + ":\n"
                            + result.output()
                            + "\n"
                            + log());
        }
        return result.output();
    }

    public Shell.Result swanctl(int seconds, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of("env", "SWANCTL_DIR=" + home.resolve("swanctl"), "swanctl"));
        command.add(arguments[0]);
        command.add("--uri");
        command.add("unix://" + home.resolve("vici"));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        return Shell.attempt(
                seconds, netns.exec(command.toArray(String[]::new)).toArray(String[]::new));
    }

    public Netns netns() {
        return netns;
    }

    /** What the resolve plugin wrote: the DNS servers of the CFG_REPLY. */
    public String resolvConf() {
        return read(home.resolve("resolv.conf"));
    }

    public String log() {
        return read(home.resolve("charon.log"));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Shell.stop(process, 5);
    }
}
