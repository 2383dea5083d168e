package io.flexaaa.e2e.lab;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** FreeRADIUS as an EAP server that owes us nothing. */
public final class FreeRadius implements AutoCloseable {
    public static final String SECRET = "lab-FreeRadius-Secret-1";

    private final Process process;
    private final Path home;

    private FreeRadius(Process process, Path home) {
        this.process = process;
        this.home = home;
    }

    /**
     * @param users in the syntax of its users file
     */
    public static FreeRadius start(
            Path home,
            String address,
            int port,
            Certificates authority,
            Certificates.Issued server,
            String users) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("users"), users);
            Files.writeString(
                    home.resolve("dictionary"), "$INCLUDE /usr/share/freeradius/dictionary\n");
            Files.writeString(
                    home.resolve("radiusd.conf"),
                    CONFIGURATION
                            .replace("@HOME@", home.toString())
                            .replace("@ADDRESS@", address)
                            .replace("@PORT@", Integer.toString(port))
                            .replace("@SECRET@", SECRET)
                            .replace("@CA@", authority.certificate().toString())
                            .replace("@CERT@", server.certificate().toString())
                            .replace("@KEY@", server.key().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process process =
                Shell.start(
                        home.resolve("out"),
                        List.of("freeradius", "-f", "-d", home.toString(), "-n", "radiusd"));
        FreeRadius server1 = new FreeRadius(process, home);
        Awaitility.await("FreeRADIUS")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> server1.log().contains("Ready to process requests"));
        return server1;
    }

    private static final String CONFIGURATION =
            """
            prefix = /usr
            libdir = /usr/lib/freeradius
            raddbdir = @HOME@
            logdir = @HOME@
            run_dir = @HOME@
            max_request_time = 30
            cleanup_delay = 5
            max_requests = 4096
            hostname_lookups = no
            log {
             destination = files
             file = @HOME@/radius.log
             auth = yes
            }
            security {
             max_attributes = 200
             reject_delay = 0
             status_server = yes
            }
            thread pool {
             start_servers = 2
             max_servers = 4
             min_spare_servers = 1
             max_spare_servers = 2
             max_requests_per_server = 0
            }
            client hubs {
             ipaddr = 172.16.1.0/24
             secret = @SECRET@
             require_message_authenticator = yes
            }
            modules {
             expr {
             }
             pap {
             }
             mschap {
             }
             always ok {
              rcode = ok
             }
             files {
              usersfile = @HOME@/users
             }
             eap {
              default_eap_type = mschapv2
              timer_expire = 60
              ignore_unknown_eap_types = no
              max_sessions = 1024
              md5 {
              }
              gtc {
               challenge = "Password: "
               auth_type = PAP
              }
              mschapv2 {
              }
              tls-config common {
               private_key_file = @KEY@
               certificate_file = @CERT@
               ca_file = @CA@
               fragment_size = 600
               include_length = yes
               check_crl = no
               tls_min_version = "1.2"
               tls_max_version = "1.2"
              }
              tls {
               tls = common
              }
              ttls {
               tls = common
               default_eap_type = md5
               copy_request_to_tunnel = no
               use_tunneled_reply = yes
               virtual_server = "inner"
              }
             }
            }
            instantiate {
             expr
            }
            server default {
             listen {
              type = auth
              ipaddr = @ADDRESS@
              port = @PORT@
             }
             authorize {
              files
              eap {
               ok = return
              }
              pap
             }
             authenticate {
              Auth-Type PAP {
               pap
              }
              Auth-Type MS-CHAP {
               mschap
              }
              eap
             }
            }
            server inner {
             authorize {
              files
              eap {
               ok = return
              }
              pap
             }
             authenticate {
              Auth-Type PAP {
               pap
              }
              Auth-Type MS-CHAP {
               mschap
              }
              eap
             }
            }
            """;

    public String log() {
        Path log = home.resolve("radius.log");
        try {
            String out = Files.exists(log) ? Files.readString(log) : "";
            Path console = home.resolve("out");
            return out + (Files.exists(console) ? Files.readString(console) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Shell.stop(process, 5);
    }
}
