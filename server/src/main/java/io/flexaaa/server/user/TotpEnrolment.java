package io.flexaaa.server.user;

/** A new second factor, shown once: as what an app scans and as what a person types. */
public record TotpEnrolment(String uri, String secret) {
    @Override
    public String toString() {
        return "TotpEnrolment[hidden]";
    }
}
