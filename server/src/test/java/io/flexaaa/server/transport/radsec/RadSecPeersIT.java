package io.flexaaa.server.transport.radsec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.certificate.OpenSsl;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * RadSec with clients that are not ours: radclient asks by UDP, radsecproxy or FreeRADIUS carries
 * it over TLS. Neither of Debian's speaks RADIUS/1.1 (radsecproxy 1.9.2, FreeRADIUS 3.2.1).
 */
@ServerTest
class RadSecPeersIT {
    private static final String UDP_SECRET = "udp-side-of-the-proxy";

    @TempDir private Path folder = Path.of(".");
    private final RadSecSite site;
    private final int port;
    private @Nullable Process proxy;

    @Autowired
    RadSecPeersIT(ApplicationContext context, @Value("${flexaaa.radsec.port}") int port) {
        this.site = new RadSecSite(context);
        this.port = port;
    }

    @BeforeEach
    void open() throws Exception {
        site.open();
        RadSecSite.files(site.hub(RadSecSite.NAME), new OpenSsl(folder));
    }

    @AfterEach
    void stop() {
        if (proxy != null) proxy.destroy();
    }

    @Test
    void radsecproxyCarriesRequests() throws Exception {
        int udp = freePort();
        write(
                "radsecproxy.conf",
                """
                ListenUDP 127.0.0.1:%d
                SourceTLS %s
                LogLevel 3
                tls hub {
                    CACertificateFile %s/ca.pem
                    CertificateFile %s/hub.pem
                    CertificateKeyFile %s/hub.key
                }
                client here {
                    host 127.0.0.1
                    type udp
                    secret %s
                }
                server flexaaa {
                    host 127.0.0.1
                    port %d
                    type tls
                    tls hub
                    secret radsec
                    statusServer on
                }
                realm * {
                    server flexaaa
                    accountingServer flexaaa
                }
                """
                        .formatted(udp, RadSecSite.HUB, folder, folder, folder, UDP_SECRET, port));
        start(
                "TLS connection to flexaaa",
                "radsecproxy",
                "-f",
                "-c",
                folder.resolve("radsecproxy.conf").toString());
        proves(udp, udp);
    }

    @Test
    void freeRadiusProxiesRequests() throws Exception {
        int udp = freePort();
        int acct = freePort();
        write(
                "radiusd.conf",
                """
                prefix = /usr
                logdir = @DIR@
                run_dir = @DIR@
                pidfile = @DIR@/pid
                libdir = /usr/lib/freeradius
                max_requests = 1024
                thread pool {
                    start_servers = 2
                }
                modules {
                }
                proxy server {
                    default_fallback = no
                }
                client here {
                    ipaddr = 127.0.0.1
                    secret = @SECRET@
                }
                home_server flexaaa {
                    type = auth+acct
                    ipaddr = 127.0.0.1
                    port = @RADSEC@
                    proto = tcp
                    secret = radsec
                    src_ipaddr = @HUB@
                    status_check = none
                    tls {
                        certificate_file = @DIR@/hub.pem
                        private_key_file = @DIR@/hub.key
                        ca_file = @DIR@/ca.pem
                        tls_min_version = "1.3"
                        tls_max_version = "1.3"
                    }
                }
                home_server_pool flexaaa {
                    home_server = flexaaa
                }
                realm flexaaa {
                    auth_pool = flexaaa
                    acct_pool = flexaaa
                    nostrip
                }
                server default {
                    listen {
                        type = auth
                        ipaddr = 127.0.0.1
                        port = @AUTH@
                    }
                    listen {
                        type = acct
                        ipaddr = 127.0.0.1
                        port = @ACCT@
                    }
                    authorize {
                        update control {
                            &Proxy-To-Realm := "flexaaa"
                        }
                    }
                    preacct {
                        update control {
                            &Proxy-To-Realm := "flexaaa"
                        }
                    }
                }
                """
                        .replace("@DIR@", folder.toString())
                        .replace("@SECRET@", UDP_SECRET)
                        .replace("@RADSEC@", String.valueOf(port))
                        .replace("@HUB@", RadSecSite.HUB)
                        .replace("@AUTH@", String.valueOf(udp))
                        .replace("@ACCT@", String.valueOf(acct)));
        start(
                "Ready to process requests",
                "/usr/sbin/freeradius",
                "-d",
                folder.toString(),
                "-n",
                "radiusd",
                "-D",
                "/usr/share/freeradius",
                "-X");
        proves(udp, acct);
    }

    /** Accept with the key, reject, accounting: each through the proxy and back. */
    private void proves(int auth, int acct) {
        String lookUp =
                "User-Name=radsec-spoke,User-Password=cisco,Service-Type=Outbound-User"
                        + ",Message-Authenticator=0x00";
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(radclient("auth", auth, lookUp))
                                .contains("Received Access-Accept")
                                .contains("Tunnel-Password:0 = \"key-over-tls\""));
        assertThat(radclient("auth", auth, lookUp.replace("cisco", "wrong")))
                .contains("Received Access-Reject");
        assertThat(
                        radclient(
                                "acct",
                                acct,
                                "User-Name=radsec-spoke,Acct-Status-Type=Start,Acct-Session-Id=p"))
                .contains("Received Accounting-Response");
    }

    private String radclient(String command, int to, String attributes) {
        // Missing? apt-get install freeradius-utils
        try {
            Process process =
                    new ProcessBuilder(
                                    "radclient",
                                    "-x",
                                    "-r",
                                    "2",
                                    "-t",
                                    "4",
                                    "127.0.0.1:" + to,
                                    command,
                                    UDP_SECRET)
                            .redirectErrorStream(true)
                            .start();
            try (var in = process.getOutputStream()) {
                in.write((attributes + "\n").getBytes(StandardCharsets.UTF_8));
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void start(String ready, String... command) throws IOException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        proxy = started;
        BufferedReader out = started.inputReader();
        List<String> said = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.contains(ready)) {
            said.add(line);
            line = out.readLine();
        }
        assertThat(line).as(String.join(" / ", said)).isNotNull();
        // Its log must be read on, or it would block on a full pipe.
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        out.transferTo(java.io.Writer.nullWriter());
                    } catch (IOException e) {
                        // The proxy was stopped.
                        return;
                    }
                });
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
