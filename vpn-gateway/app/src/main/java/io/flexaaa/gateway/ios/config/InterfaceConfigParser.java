package io.flexaaa.gateway.ios.config;

/** Reads one interface command, as an {@code interface-config} AV pair carries it. */
public final class InterfaceConfigParser {
    private InterfaceConfigParser() {}

    public sealed interface Result {
        record Command(InterfaceCommand command) implements Result {}

        record Problem(ConfigProblem problem) implements Result {}
    }

    /** Never throws; {@code no} forms included. */
    public static Result parseLine(String line) {
        return new Result.Problem(
                new ConfigProblem("interface-config", 1, 1, line, "not readable yet", ""));
    }
}
