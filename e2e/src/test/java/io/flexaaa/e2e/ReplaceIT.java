package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code configure check|diff|replace} under live tunnels of strongSwan. */
@ExtendWith(LabExtension.class)
class ReplaceIT {
    private static final String BEFORE =
            """
            hostname replaced
            aaa new-model
            aaa authorization network HERE local
            crypto ikev2 keyring K
             peer any
              address 0.0.0.0 0.0.0.0
              pre-shared-key 0 Key-of-all
            crypto ikev2 authorization policy GROUP1
             pool POOL
            crypto ikev2 profile ONE
             match identity remote fqdn domain one.example
             authentication local pre-share
             authentication remote pre-share
             keyring local K
             aaa authorization group psk list HERE GROUP1
             virtual-template 1
            crypto ikev2 profile TWO
             match identity remote fqdn domain two.example
             authentication local pre-share
             authentication remote pre-share
             keyring local K
             aaa authorization group psk list HERE GROUP1
             virtual-template 1
            ip local pool POOL 10.95.9.1 10.95.9.9
            ip access-list extended GUARD
             permit ip any any
            interface Loopback1
             ip address 10.97.9.1 255.255.255.255
            interface Virtual-Template1 type tunnel
             ip unnumbered Loopback1
             ip access-group GUARD in
            """;

    /**
     * Another pool and another secret for new sessions, a third profile; TWO says something else.
     */
    private static final String AFTER =
            BEFORE.replace("fqdn domain two.example\n", "fqdn domain two.example\n lifetime 3600\n")
                            .replace("10.95.9.1 10.95.9.9", "10.95.8.1 10.95.8.9")
                    + """
                    crypto ikev2 profile THREE
                     match identity remote fqdn domain three.example
                     authentication local pre-share key Key-of-three
                     authentication remote pre-share key Key-of-three
                     aaa authorization group psk list HERE GROUP1
                     virtual-template 1
                    """;

    private final Lab lab;

    ReplaceIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void sessionsThatANewConfigurationDoesNotChangeGoOn() throws IOException {
        try (Hub hub = lab.hub(BEFORE)) {
            Charon one = connect(hub, "a.one.example", "Key-of-all");
            Charon two = connect(hub, "b.two.example", "Key-of-all");
            String held = address(one);
            assertThat(held).startsWith("10.95.9.");

            assertThat(configure(hub, "diff", BEFORE).output()).contains("No difference");
            assertThat(configure(hub, "diff", AFTER).output())
                    .contains(" crypto ikev2 profile TWO\n+ lifetime 3600")
                    .contains("+crypto ikev2 profile THREE")
                    .doesNotContain("Key-of-three");
            Shell.Result wrong = configure(hub, "replace", AFTER + "crypto ikev2 profle X\n");
            assertThat(wrong.ok()).isFalse();
            assertThat(wrong.output()).contains("profle", "^", "Nothing was changed");
            assertThat(two.isUp()).isTrue();

            CompletableFuture<String> ping =
                    CompletableFuture.supplyAsync(() ->
                            one.netns()
                                    .attempt(60, "ping -c 120 -i 0.1 -W 2 " + hub.inside())
                                    .output());
            Shell.Result replaced = configure(hub, "replace", AFTER);
            assertThat(replaced.output()).contains("is in force; 1 session ended");
            assertThat(ping.join()).contains("120 received, 0% packet loss");
            System.out.println(replaced.output());

            Awaitility.await("the Delete at the changed profile's peer")
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> two.log().contains("received DELETE for IKE_SA"));
            assertThat(one.isUp()).isTrue();
            assertThat(hub.gateway().show("crypto session"))
                    .contains(held)
                    .doesNotContain("b.two.example");
            assertThat(address(connect(hub, "c.three.example", "Key-of-three")))
                    .startsWith("10.95.8.");
            assertThat(address(connect(hub, "d.two.example", "Key-of-all"))).startsWith("10.95.8.");

            // A filter that is edited holds for those who are inside already.
            String guarded = AFTER.replace("permit ip any any", "deny icmp any any");
            assertThat(configure(hub, "replace", guarded).output()).contains("0 sessions ended");
            assertThat(one.netns().attempt(20, "ping -c 3 -i 0.2 -W 1 " + hub.inside()).output())
                    .contains("100% packet loss");
            assertThat(configure(hub, "replace", AFTER).output()).contains("0 sessions ended");
            assertThat(TunnelIT.ping(one.netns(), hub.inside(), 3)).contains(" 0% packet loss");
            one.terminate("hub");
        }
    }

    private Charon connect(Hub hub, String identity, String key) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(
                SpokeConfig.psk(identity, key)
                        .v4Only()
                        .hub(hub.address(), hub.address())
                        .proposals("aes256-sha512-ecp256", "aes128-sha1")
                        .text());
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isTrue();
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
        return spoke;
    }

    private static String address(Charon spoke) {
        return spoke.netns()
                .run("ip -4 -o addr show | sed -n 's/.* inet \\(10\\.95\\.[0-9.]*\\).*/\\1/p'")
                .strip();
    }

    private Shell.Result configure(Hub hub, String verb, String text) throws IOException {
        Path file = Files.createTempFile(lab.home(), "next", ".conf");
        Files.writeString(file, text);
        return hub.gateway().exec("configure " + verb + " " + file);
    }
}
