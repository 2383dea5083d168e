package io.flexaaa.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.secrets.SecretBox.Place;
import io.flexaaa.server.secrets.SecretBox.UnsealException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

class SecretBoxTest {

    private static final Place HERE = new Place("psk", 7, "symmetric_sealed");
    private final SecureRandom random = new SecureRandom();
    private final SecretBox box = new SecretBox(key(), random);

    @Test
    void opensWhatItSealedAndOnlyThere() {
        Secret secret = Secret.ofUtf8("a key");
        byte[] sealed = box.seal(secret, HERE);
        assertThat(box.open(sealed, HERE)).isEqualTo(secret);
        assertThat(box.seal(secret, HERE)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> box.open(sealed, new Place("psk", 8, "symmetric_sealed")))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("psk row 8");
    }

    @Test
    void aChangedOctetAnywhereIsSeen() {
        byte[] sealed = box.seal(Secret.ofUtf8("a key"), HERE);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed, HERE)).isInstanceOf(UnsealException.class);
        }
    }

    @Test
    void anotherMasterKeyIsNamedAsTheCause() {
        byte[] sealed = box.seal(Secret.ofUtf8("a key"), HERE);
        assertThatThrownBy(() -> new SecretBox(key(), random).open(sealed, HERE))
                .hasMessageContaining("another master key");
    }

    @Test
    void theKeyFileIsPrivateAndKeptAndRefusedWhenOthersCanReadIt(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("master.key");
        KeyFile source = new KeyFile(file, random);
        MasterKey made = source.read().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(source.read().getFirst().octets()).isEqualTo(made.octets());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> source.read()).hasMessageContaining("chmod 600");
    }

    @Test
    void severalKeysOpenAndTheFirstSeals() {
        String one = "11".repeat(32);
        String two = "22".repeat(32);
        KeyRing old = new KeyRing(source("command:printf " + one));
        KeyRing both = new KeyRing(source("command:printf '%s\\n' " + two + " " + one));
        byte[] sealed = new SecretBox(old, random).seal(Secret.ofUtf8("a key"), HERE);

        SecretBox box = new SecretBox(both, random);
        assertThat(box.open(sealed, HERE)).isEqualTo(Secret.ofUtf8("a key"));
        byte[] fresh = box.seal(Secret.ofUtf8("a key"), HERE);
        assertThatThrownBy(() -> new SecretBox(old, random).open(fresh, HERE))
                .hasMessageContaining(both.sealing().idText());
    }

    @Test
    void aSourceThatGivesNoKeySaysWhyAndNeverShowsOne() {
        assertThatThrownBy(() -> source("env:FLEXAAA_NO_SUCH_VARIABLE").read())
                .hasMessageContaining("FLEXAAA_NO_SUCH_VARIABLE");
        assertThatThrownBy(() -> source("command:exit 3").read()).hasMessageContaining("status 3");
        assertThatThrownBy(() -> source("command:echo 1234abcd").read())
                .hasMessageContaining("word 1")
                .hasMessageNotContaining("1234abcd")
                .hasNoCause();
    }

    private KeySource source(String setting) {
        return KeySource.of(setting, Path.of("unused"), random);
    }

    private MasterKey key() {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        return new MasterKey(Secret.wrap(octets));
    }
}
