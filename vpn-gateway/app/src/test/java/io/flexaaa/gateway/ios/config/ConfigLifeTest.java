package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Sealed keys, included files, {@code default}, and the difference of two configurations. */
class ConfigLifeTest {
    private static final MasterKey MASTER = MasterKey.of("correct horse battery");
    private static final ConfigFiles FILES = new ConfigFiles(MASTER, true);

    @TempDir Path folder;

    @Test
    void aSealedKeyIsTheKeyAndStaysSealedInPrint() {
        String sealed = MASTER.seal("s3cret with blanks");
        Parsed parsed = ConfigParser.parse("radius server A\n key 6 " + sealed + "\n", "x", FILES);
        assertThat(parsed.problems()).isEmpty();
        ConfigKey key = got(got(parsed.config().radius().servers(), "A").key());
        assertThat(key).isEqualTo(ConfigKey.clear("s3cret with blanks"));
        assertThat(RunningConfig.write(parsed.config()))
                .contains(" key 6 " + sealed)
                .doesNotContain("s3cret");
        assertThat(MASTER.seal("s3cret with blanks")).isNotEqualTo(sealed);
        assertThat(key.toString()).doesNotContain("s3cret");
    }

    @Test
    void aSealedKeyWithoutItsMasterKeyIsAnErrorWithItsCure() {
        String line = "radius server A\n key 6 " + MASTER.seal("x") + "\n";
        assertThat(ConfigParser.parse(line, "f").problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message() + p.cure()).contains("--master-key FILE"));
        ConfigFiles other = new ConfigFiles(MasterKey.of("another key"), false);
        assertThat(ConfigParser.parse(line, "f", other).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("another master key"));
        // One octet changed, and what a router wrote.
        for (String broken : new String[] {"fx6.", "fx6.!!", "fx6.AAAA", "PWdYLdWXDGSCUM"}) {
            assertThat(
                            ConfigParser.parse("radius server A\n key 6 " + broken, "f", FILES)
                                    .problems())
                    .as(broken)
                    .hasSize(1);
        }
        assertThatThrownBy(() -> MasterKey.of("short")).hasMessageContaining("give it 8 or more");
    }

    @Test
    void sealingAFileTouchesTheClearKeysAndNothingElse() {
        String text =
                """
                ! a comment with key 0 inside
                radius server A
                 address ipv4 192.0.2.1
                 key  0 one two
                username u privilege 1 password 0 three
                crypto ikev2 keyring K
                 peer P
                  pre-shared-key local four
                  pre-shared-key remote hex 00ff
                crypto ikev2 profile default
                 authentication local pre-share key five
                 aaa authorization user psk list L password 6 %s
                """
                        .formatted(MASTER.seal("already"));
        Parsed parsed = ConfigParser.parse(text, "f", FILES);
        assertThat(parsed.problems()).isEmpty();
        String sealed = SealedText.of(text, parsed, MASTER);
        assertThat(sealed).doesNotContain("one two", "three", "four", "five");
        assertThat(sealed).contains("! a comment with key 0 inside", " key  6 fx6.", "hex 00ff");
        assertThat(sealed.lines().count()).isEqualTo(text.lines().count());
        Parsed again = ConfigParser.parse(sealed, "f", FILES);
        assertThat(again.problems()).isEmpty();
        assertThat(again.config()).isEqualTo(parsed.config());
        assertThat(ConfigDifference.between(parsed.config(), again.config())).isEmpty();
    }

    @Test
    void includedFilesStandWhereTheLineStands() throws IOException {
        Files.createDirectories(folder.resolve("peers"));
        Path main = folder.resolve("main.conf");
        Files.writeString(main, "hostname one\nlinux include peers/*.conf\nhostname last\n");
        Files.writeString(folder.resolve("peers/b.conf"), "radius server B\n timeout 7\n");
        Files.writeString(
                folder.resolve("peers/a.conf"), "radius server A\n bad line\nlinux include ../c\n");
        Files.writeString(folder.resolve("c"), "aaa new-model\n");
        Parsed parsed = FILES.parse(main);
        assertThat(parsed.config().hostname()).isEqualTo("last");
        assertThat(parsed.config().radius().servers()).containsOnlyKeys("A", "B");
        assertThat(parsed.config().aaa().newModel()).isTrue();
        assertThat(parsed.problems())
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.file()).endsWith("peers/a.conf");
                    assertThat(p.line()).isEqualTo(2);
                });
    }

    @Test
    void aCircleOfIncludesAndAMissingFileAreErrors() throws IOException {
        Path main = folder.resolve("main.conf");
        Files.writeString(main, "linux include main.conf\n");
        assertThat(FILES.parse(main).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("more than 8 deep"));
        Files.writeString(main, "linux include nowhere.conf\n");
        assertThat(FILES.parse(main).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("nowhere.conf"));
        assertThat(ConfigParser.parse("linux include x\n", "wire").problems()).hasSize(1);
    }

    @Test
    void defaultIsTheSettingOfIosAndNotAlwaysNo() {
        String base = "crypto ikev2 authorization policy P\n no route accept any\n";
        assertThat(policy(base).routeAccept()).isNull();
        assertThat(policy(base + " default route accept\n").routeAccept()).isNotNull();
        assertThat(policy("crypto ikev2 authorization policy P\n pfs\n default pfs\n").pfs())
                .isFalse();
        Ikev2Profile profile =
                got(
                        ConfigParser.parse(
                                        "crypto ikev2 profile X\n"
                                                + " no config-exchange request\n"
                                                + " default config-exchange request\n"
                                                + " lifetime 200\n"
                                                + " default lifetime\n",
                                        "f")
                                .config()
                                .ikev2()
                                .profiles(),
                        "X");
        assertThat(profile.configExchangeRequest()).isTrue();
        assertThat(profile.lifetimeSeconds()).isEqualTo(Ikev2Profile.LIFETIME_SECONDS);
        String own = "crypto ikev2 authorization policy default\n no route set interface\n";
        assertThat(
                        got(
                                        ConfigParser.parse(
                                                        own + " default route set interface\n", "f")
                                                .config()
                                                .ikev2()
                                                .authorizationPolicies(),
                                        "default")
                                .routeSets())
                .hasSize(1);
    }

    private static AuthorizationPolicy policy(String text) {
        return got(ConfigParser.parse(text, "f").config().ikev2().authorizationPolicies(), "P");
    }

    @Test
    void theDifferenceNamesTheSectionAndHidesTheKey() {
        GatewayConfig before =
                config(
                        "radius server A\n"
                                + " key 0 old\n"
                                + " timeout 3\n"
                                + "ip local pool P 10.0.0.1 10.0.0.9\n");
        GatewayConfig after =
                config(
                        "radius server A\n"
                                + " key 0 new\n"
                                + " timeout 3\n"
                                + "username u privilege 1 password z\n");
        assertThat(ConfigDifference.between(before, before)).isEmpty();
        assertThat(ConfigDifference.between(before, after))
                .containsExactly(
                        "-ip local pool P 10.0.0.1 10.0.0.9",
                        " radius server A",
                        "- key 0 ********",
                        "+ key 0 ********",
                        "+username u privilege 1 password 0 ********");
    }

    private static GatewayConfig config(String text) {
        return ConfigParser.parse(text, "f").config();
    }

    private static <T> T got(Map<String, T> map, String name) {
        return got(map.get(name));
    }

    private static <T> T got(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
