package io.flexaaa.server.access.eap;

import java.util.concurrent.Semaphore;

/**
 * Where handshakes and password hashes are computed: virtual threads, so that the machine's cores
 * bound the work and waiting for OCSP blocks nobody, and a bound on how much may wait.
 */
final class EapWorkers {

    private final Semaphore room;
    private final Thread.Builder threads = Thread.ofVirtual().name("eap");

    EapWorkers(int most) {
        this.room = new Semaphore(most);
    }

    /**
     * @return false when too much is in work already
     */
    boolean submit(Runnable work) {
        if (!room.tryAcquire()) return false;
        threads.start(() -> {
            try {
                work.run();
            } finally {
                room.release();
            }
        });
        return true;
    }
}
