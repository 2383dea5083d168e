package io.flexaaa.server.database.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to start PostgreSQL, which refuses to run as root. Root enters a user namespace of its own,
 * where it looks like nobody while its files stay root's; where such namespaces are forbidden the
 * folder is given to the user nobody.
 */
final class RunAs {

    private static final String NOBODY = "65534";

    private final List<String> prefix;
    private final boolean otherUser;

    private RunAs(List<String> prefix, boolean otherUser) {
        this.prefix = prefix;
        this.otherUser = otherUser;
    }

    static RunAs detect() throws IOException, InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) return new RunAs(List.of(), false);
        if (works("unshare", "-U", "true")) return new RunAs(List.of("unshare", "-U"), false);
        return new RunAs(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
                true);
    }

    /** Gives {@code folder} to the user the programs run as, if that is another. */
    void own(Path folder) throws IOException, InterruptedException {
        if (!otherUser) return;
        String owner = NOBODY + ":" + NOBODY;
        if (!works("chown", "-R", owner, folder.toString())) {
            throw new IOException(
                    "cannot give "
                            + folder
                            + " to the user nobody, as whom PostgreSQL has to run here; start the"
                            + " server as an ordinary user or set flexaaa.database.url");
        }
    }

    List<String> command(List<String> program) {
        return join(prefix, program);
    }

    /**
     * The same, dying by SIGINT (fast shutdown) when the starting thread does. Set after the
     * namespace is entered, for a change of credentials clears it.
     */
    List<String> childCommand(List<String> program) throws IOException, InterruptedException {
        List<String> child = program;
        if (works("setpriv", "--pdeathsig", "INT", "true")) {
            child = join(List.of("setpriv", "--pdeathsig", "INT"), child);
        }
        // Out of the terminal's process group: Ctrl-C is for the server, which stops its database
        // last.
        boolean session = works("setsid", "true");
        return join(session ? List.of("setsid") : List.of(), command(child));
    }

    static boolean works(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            // Not installed: the same as not working.
            return false;
        }
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
