package io.flexaaa.gateway.ios.config;

/** Reads one access control entry, as {@code ip:inacl#n=} and {@code ipv6:inacl#n=} carry it. */
public final class AclParser {
    private AclParser() {}

    public sealed interface Result {
        record Entry(AclEntry entry) implements Result {}

        record Problem(ConfigProblem problem) implements Result {}
    }

    /** For example {@code permit tcp any host 10.0.0.1 eq 443}. Never throws. */
    public static Result parseEntry(String text, AccessList.Kind kind) {
        return new Result.Problem(
                new ConfigProblem(kind.name(), 1, 1, text, "not readable yet", ""));
    }
}
