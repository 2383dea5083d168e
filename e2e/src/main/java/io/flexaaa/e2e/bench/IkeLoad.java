package io.flexaaa.e2e.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads an IKEv2 responder with PSK set-ups and prints rate, latency and failures; see {@link
 * IkeLoadOptions#USAGE}.
 */
public final class IkeLoad {
    private IkeLoad() {}

    /** Exit code 0 when every set-up succeeded, 1 when some failed, 2 for a wrong command line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        IkeLoadOptions options;
        try {
            options = IkeLoadOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        IkeLoadResult result = new IkeLoadResult(options);
        int share = Math.max(1, options.concurrency() / options.threads());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < options.threads(); i++) {
            Thread thread = new Thread(new IkeLoadWorker(options, result, share), "ike-load-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(result.report());
        System.exit(result.complete() ? 0 : 1);
    }
}
