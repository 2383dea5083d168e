package io.flexaaa.server.setup;

/**
 * Something an empty database is given. Beans of this type run once, in {@link #order}, each in a
 * transaction of its own that also records that it was done.
 */
public interface FirstRunStep {

    /** Stable; recorded in setup_step. */
    String name();

    /** Low first: operators 10, sample NAS 20, sample group and peers 30, gateway files 40. */
    int order();

    void run(FirstRunReport report);
}
