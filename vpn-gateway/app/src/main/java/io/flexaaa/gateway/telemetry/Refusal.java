package io.flexaaa.gateway.telemetry;

/**
 * One refusal as the operator meets it.
 *
 * @param reason stable code
 * @param sentence names the thing, the value and the cure; never holds a secret
 */
public record Refusal(Reason reason, String sentence) {
    @Override
    public String toString() {
        return reason + ": " + sentence;
    }
}
