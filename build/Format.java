import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code check} lists the Java files that are not formatted and fails; {@code apply} formats them.
 * Further arguments are the folders to look in; none means the whole repository.
 */
public final class Format {
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", "data");

    public static void main(String[] args) throws Exception {
        boolean apply = args.length > 0 && args[0].equals("apply");
        List<Path> roots = new ArrayList<>();
        for (int i = 1; i < args.length; i++) roots.add(Path.of(args[i]));
        if (roots.isEmpty()) roots.add(Path.of("."));
        var options = JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
        var formatter = new Formatter(options);
        int wrong = 0;
        int seen = 0;
        for (Path root : roots) {
            for (Path file : sources(root)) {
                seen++;
                String before = Files.readString(file);
                String after = formatter.formatSourceAndFixImports(before);
                if (before.equals(after)) continue;
                wrong++;
                System.out.println((apply ? "formatted: " : "not formatted: ") + file);
                if (apply) Files.writeString(file, after);
            }
        }
        if (seen == 0) throw new IllegalStateException("no Java file found: the check saw nothing");
        if (!apply && wrong > 0) {
            System.out.println(wrong + " of " + seen + " files need: ./flexaaa format");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path dir, BasicFileAttributes attributes) {
                        Path name = dir.getFileName();
                        return name != null && SKIPPED.contains(name.toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".java")) found.add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
