package io.flexaaa.ikev2;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why something was refused or ended. {@link #code} is stable: log, API and metrics use it. {@link
 * #sentence} names the thing, the value and the cure, and never a secret.
 */
public sealed interface Reason {
    String code();

    String sentence();

    TerminateCause terminateCause();

    /** A refusal of ours while the SA was being set up or changed. */
    sealed interface Refusal extends Reason {
        @Override
        default TerminateCause terminateCause() {
            return TerminateCause.NAS_REQUEST;
        }
    }

    record NoProposal(String what, String proposed, List<String> acceptable) implements Refusal {
        public NoProposal {
            acceptable = List.copyOf(acceptable);
        }

        @Override
        public String code() {
            return "NO_PROPOSAL_CHOSEN";
        }

        @Override
        public String sentence() {
            return what
                    + ": the peer proposed "
                    + proposed
                    + "; acceptable here: "
                    + String.join(" or ", acceptable)
                    + "; make one side offer what the other accepts";
        }
    }

    record NoProfile(PeerIdentity identity, Endpoint local) implements Refusal {
        @Override
        public String code() {
            return "NO_PROFILE";
        }

        @Override
        public String sentence() {
            return "no ikev2 profile matches identity "
                    + identity.describe()
                    + " at local address "
                    + local.address().getHostAddress()
                    + "; add a `match identity remote` line for it";
        }
    }

    record PskUnknown(PeerIdentity identity, String detail) implements Refusal {
        @Override
        public String code() {
            return "PSK_UNKNOWN";
        }

        @Override
        public String sentence() {
            return "no pre-shared key for " + identity.describe() + ": " + detail;
        }
    }

    record PskMismatch(PeerIdentity identity) implements Refusal {
        @Override
        public String code() {
            return "PSK_MISMATCH";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + " proved itself with another pre-shared key than ours; set the same key on"
                    + " both sides";
        }
    }

    /** The certificate is good, but it was not its key that signed. */
    record SignatureMismatch(PeerIdentity identity, int method) implements Refusal {
        @Override
        public String code() {
            return "SIGNATURE_MISMATCH";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + " sent a certificate whose key did not make its signature (authentication"
                    + " method "
                    + method
                    + "); set the private key that belongs to the certificate, of at least 2048"
                    + " bits for RSA";
        }
    }

    /**
     * RFC 8784.
     *
     * @param named the peer named a key that is not ours; else it named none
     */
    record PpkMissing(PeerIdentity identity, boolean named) implements Refusal {
        @Override
        public String code() {
            return "PPK_MISSING";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + (named
                            ? " uses a post-quantum pre-shared key whose PPK_ID is not known here"
                            : " uses no post-quantum pre-shared key, and the profile requires one")
                    + "; set the same `ppk` identity and key on both sides";
        }
    }

    /** Our own key cannot sign for this peer. */
    record CannotSign(PeerIdentity identity, String detail) implements Refusal {
        @Override
        public String code() {
            return "CANNOT_SIGN";
        }

        @Override
        public String sentence() {
            return "we cannot prove ourselves to " + identity.describe() + ": " + detail;
        }
    }

    /** EAP succeeded, but the peer's AUTH was not made with its key: someone is between. */
    record EapProofWrong(PeerIdentity identity, String name) implements Refusal {
        @Override
        public String code() {
            return "EAP_PROOF";
        }

        @Override
        public String sentence() {
            return name
                    + " ("
                    + identity.describe()
                    + ") succeeded in EAP but its AUTH was not made with the key of that; if no one"
                    + " is in between, the AAA server sends MS-MPPE keys the client does not have";
        }
    }

    /** RFC 5998 §4: EAP as the only proof needs a method that proves both sides and makes a key. */
    record EapMethodUnfit(PeerIdentity identity, int eapType, boolean keyMade) implements Refusal {
        @Override
        public String code() {
            return "EAP_METHOD_UNFIT";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + " wants EAP as the only proof, and EAP type "
                    + eapType
                    + (keyMade ? " does not prove us safely" : " makes no key")
                    + "; use EAP-TLS, TTLS, PEAP or another of RFC 5998 §4, or a certificate of"
                    + " this gateway";
        }
    }

    /**
     * @param offered the peer wanted to prove itself twice
     */
    record MultipleAuthRefused(PeerIdentity identity, boolean offered) implements Refusal {
        @Override
        public String code() {
            return "MULTIPLE_AUTH";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + (offered
                            ? " wants to prove itself twice (RFC 4739), and the profile asks for"
                                    + " one proof; add `linux authentication certificate-then-eap`"
                                    + " or configure one on the peer"
                            : " did not announce a second proof (RFC 4739), and the profile wants"
                                    + " certificate and then EAP; configure both on the peer");
        }
    }

    record EapTimeout(PeerIdentity identity, long afterMs) implements Refusal {
        @Override
        public String code() {
            return "EAP_TIMEOUT";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + " did not answer in EAP for "
                    + afterMs
                    + " ms; a slow user needs `authentication remote eap timeout`";
        }
    }

    record EapTooLong(PeerIdentity identity, int rounds) implements Refusal {
        @Override
        public String code() {
            return "EAP_TOO_LONG";
        }

        @Override
        public String sentence() {
            return "EAP with " + identity.describe() + " did not end in " + rounds + " rounds";
        }
    }

    /**
     * @param wanted what the profile allows
     */
    record AuthMethodRefused(PeerIdentity identity, int method, Set<AuthMethod> wanted)
            implements Refusal {
        public AuthMethodRefused {
            wanted = Set.copyOf(wanted);
        }

        @Override
        public String code() {
            return "AUTH_METHOD";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + (method == 0
                            ? " sent no AUTH (wants EAP)"
                            : " used authentication method " + method)
                    + "; the profile allows "
                    + wanted.stream().sorted().map(Enum::name).collect(Collectors.joining(", "))
                    + "; change `authentication remote` or the peer";
        }
    }

    record AaaTimeout(String stage, long afterMs) implements Refusal {
        @Override
        public String code() {
            return "AAA_TIMEOUT";
        }

        @Override
        public String sentence() {
            return stage
                    + " got no answer in "
                    + afterMs
                    + " ms; check the AAA server and its route";
        }
    }

    /** The shell said no: unknown group, empty pool, virtual access not possible ... */
    record Refused(String code, String sentence, TerminateCause terminateCause) implements Reason {}

    record AddressUnavailable(String detail) implements Refusal {
        @Override
        public String code() {
            return "INTERNAL_ADDRESS_FAILURE";
        }

        @Override
        public String sentence() {
            return detail;
        }
    }

    record SelectorsUnacceptable(List<Selector> proposedLocal, List<Selector> proposedRemote)
            implements Refusal {
        public SelectorsUnacceptable {
            proposedLocal = List.copyOf(proposedLocal);
            proposedRemote = List.copyOf(proposedRemote);
        }

        @Override
        public String code() {
            return "TS_UNACCEPTABLE";
        }

        @Override
        public String sentence() {
            return "the peer proposed traffic "
                    + proposedRemote
                    + " to "
                    + proposedLocal
                    + ", of which nothing is allowed for it";
        }
    }

    record MalformedMessage(String exchange, String detail) implements Refusal {
        @Override
        public String code() {
            return "INVALID_SYNTAX";
        }

        @Override
        public String sentence() {
            return exchange + ": " + detail;
        }
    }

    record LimitReached(String limit, int value) implements Refusal {
        @Override
        public String code() {
            return "LIMIT";
        }

        @Override
        public String sentence() {
            return limit
                    + " of "
                    + value
                    + " reached; the new SA was not made; raise the limit if"
                    + " these peers are genuine";
        }
    }

    record HalfOpenTimeout(long afterMs) implements Refusal {
        @Override
        public String code() {
            return "HALF_OPEN_TIMEOUT";
        }

        @Override
        public String sentence() {
            return "the peer began IKE_SA_INIT but did not finish IKE_AUTH in " + afterMs + " ms";
        }
    }

    /** RFC 4555 §3.7. */
    record CookieWrong(Endpoint at) implements Reason {
        @Override
        public String code() {
            return "COOKIE2_MISMATCH";
        }

        @Override
        public String sentence() {
            return "the peer moved to "
                    + at
                    + " and did not return the cookie that was sent there (RFC 4555); the session"
                    + " is closed";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.LOST_CARRIER;
        }
    }

    record PeerDead(int sends) implements Reason {
        @Override
        public String code() {
            return "PEER_DEAD";
        }

        @Override
        public String sentence() {
            return "the peer did not answer " + sends + " sends of one request";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.LOST_CARRIER;
        }
    }

    record PeerDeleted() implements Reason {
        @Override
        public String code() {
            return "PEER_DELETED";
        }

        @Override
        public String sentence() {
            return "the peer deleted the SA";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.USER_REQUEST;
        }
    }

    record InitialContact(PeerIdentity identity) implements Reason {
        @Override
        public String code() {
            return "INITIAL_CONTACT";
        }

        @Override
        public String sentence() {
            return identity.describe()
                    + " came back with INITIAL_CONTACT; its older SA was dropped";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.LOST_CARRIER;
        }
    }

    record LifetimeEnded(long lifetimeSeconds) implements Reason {
        @Override
        public String code() {
            return "LIFETIME";
        }

        @Override
        public String sentence() {
            return "the IKE SA's lifetime of " + lifetimeSeconds + " s ended without a rekey";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.SESSION_TIMEOUT;
        }
    }

    record Shutdown() implements Reason {
        @Override
        public String code() {
            return "SHUTDOWN";
        }

        @Override
        public String sentence() {
            return "the gateway is shutting down";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.NAS_REBOOT;
        }
    }

    /** A bug of ours; the session it happened in was ended, the others go on. */
    record InternalFault(String detail) implements Reason {
        @Override
        public String code() {
            return "INTERNAL_FAULT";
        }

        @Override
        public String sentence() {
            return "a fault of the gateway ended this session: " + detail + "; please report it";
        }

        @Override
        public TerminateCause terminateCause() {
            return TerminateCause.NAS_ERROR;
        }
    }

    /**
     * An operator, CoA/PoD, session timeout or idle timeout ended it; the shell names the cause.
     */
    record Requested(String code, String sentence, TerminateCause terminateCause)
            implements Reason {}
}
