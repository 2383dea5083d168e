package io.flexaaa.server.operator;

/** What came of a sign-in for which an OpenID provider vouches. */
public sealed interface FederatedResult {
    record SignedIn(SignInResult.SignedIn session) implements FederatedResult {}

    /** An account of that name exists that is not the provider's; it is not handed over. */
    record NameTaken(String name) implements FederatedResult {}

    record Disabled(String name) implements FederatedResult {}
}
