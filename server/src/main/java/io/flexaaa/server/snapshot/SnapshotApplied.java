package io.flexaaa.server.snapshot;

/** Published (Spring application event) when a newer configuration is in force in this process. */
public record SnapshotApplied(long version) {}
