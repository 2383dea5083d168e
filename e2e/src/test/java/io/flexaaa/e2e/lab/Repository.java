package io.flexaaa.e2e.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the built programs are. */
public final class Repository {
    public static final Path ROOT = root();
    private static final String VERSION = "0.1.0-SNAPSHOT";

    private Repository() {}

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static String serverClassPath() {
        return classPath(ROOT.resolve("server"), "flexaaa-server");
    }

    public static String gatewayClassPath() {
        return classPath(ROOT.resolve("vpn-gateway/app"), "flexaaa-gateway");
    }

    public static List<String> gatewayJvm() {
        return List.of(
                java(),
                "-Xmx512m",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED",
                "-cp",
                gatewayClassPath(),
                "io.flexaaa.gateway.Main");
    }

    private static String classPath(Path module, String artifact) {
        Path jar = module.resolve("target/" + artifact + "-" + VERSION + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: run mvn package first");
        }
        return jar + ":" + module.resolve("target/lib") + "/*";
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("flexaaa"))) {
            at = at.getParent();
            if (at == null) throw new IllegalStateException("not inside the repository");
        }
        return at;
    }
}
