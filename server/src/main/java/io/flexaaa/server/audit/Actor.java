package io.flexaaa.server.audit;

/** Who does something: an operator in a browser, a program with a token, or the server itself. */
public record Actor(Kind kind, long operatorId, String name, String address) {
    /** How the actor proved itself. */
    public enum Kind {
        SESSION,
        TOKEN,
        SYSTEM
    }

    public static Actor system() {
        return new Actor(Kind.SYSTEM, 0, "system", "");
    }
}
