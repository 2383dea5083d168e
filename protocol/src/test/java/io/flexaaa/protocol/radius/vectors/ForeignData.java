package io.flexaaa.protocol.radius.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where {@code e2e/peers.sh install} unpacks the test data of Debian's source packages. */
final class ForeignData {
    private static final Path ROOT = Path.of("/usr/local/share/flexaaa-vectors");

    private ForeignData() {}

    static Path folder(String name) {
        Path folder = ROOT.resolve(name);
        assertThat(Files.isDirectory(folder))
                .as("%s; sh e2e/peers.sh install brings it", folder)
                .isTrue();
        return folder;
    }
}
