package io.flexaaa.ikev2.message;

import java.util.Map;

/** Notify message types: RFC 7296 §3.10.1 and the IANA registry's later additions. */
public final class NotifyType {
    public static final int UNSUPPORTED_CRITICAL_PAYLOAD = 1;
    public static final int INVALID_IKE_SPI = 4;
    public static final int INVALID_MAJOR_VERSION = 5;
    public static final int INVALID_SYNTAX = 7;
    public static final int INVALID_MESSAGE_ID = 9;
    public static final int INVALID_SPI = 11;
    public static final int NO_PROPOSAL_CHOSEN = 14;
    public static final int INVALID_KE_PAYLOAD = 17;
    public static final int AUTHENTICATION_FAILED = 24;
    public static final int SINGLE_PAIR_REQUIRED = 34;
    public static final int NO_ADDITIONAL_SAS = 35;
    public static final int INTERNAL_ADDRESS_FAILURE = 36;
    public static final int FAILED_CP_REQUIRED = 37;
    public static final int TS_UNACCEPTABLE = 38;
    public static final int INVALID_SELECTORS = 39;
    public static final int UNACCEPTABLE_ADDRESSES = 40;
    public static final int UNEXPECTED_NAT_DETECTED = 41;
    public static final int TEMPORARY_FAILURE = 43;
    public static final int CHILD_SA_NOT_FOUND = 44;
    public static final int STATE_NOT_FOUND = 47;
    public static final int INITIAL_CONTACT = 16384;
    public static final int SET_WINDOW_SIZE = 16385;
    public static final int ADDITIONAL_TS_POSSIBLE = 16386;
    public static final int IPCOMP_SUPPORTED = 16387;
    public static final int NAT_DETECTION_SOURCE_IP = 16388;
    public static final int NAT_DETECTION_DESTINATION_IP = 16389;
    public static final int COOKIE = 16390;
    public static final int USE_TRANSPORT_MODE = 16391;
    public static final int HTTP_CERT_LOOKUP_SUPPORTED = 16392;
    public static final int REKEY_SA = 16393;
    public static final int ESP_TFC_PADDING_NOT_SUPPORTED = 16394;
    public static final int NON_FIRST_FRAGMENTS_ALSO = 16395;
    public static final int MOBIKE_SUPPORTED = 16396;
    public static final int ADDITIONAL_IP4_ADDRESS = 16397;
    public static final int ADDITIONAL_IP6_ADDRESS = 16398;
    public static final int NO_ADDITIONAL_ADDRESSES = 16399;
    public static final int UPDATE_SA_ADDRESSES = 16400;
    public static final int COOKIE2 = 16401;
    public static final int NO_NATS_ALLOWED = 16402;
    public static final int MULTIPLE_AUTH_SUPPORTED = 16404;
    public static final int ANOTHER_AUTH_FOLLOWS = 16405;
    public static final int REDIRECT_SUPPORTED = 16406;
    public static final int REDIRECT = 16407;
    public static final int REDIRECTED_FROM = 16408;
    public static final int TICKET_LT_OPAQUE = 16409;
    public static final int TICKET_REQUEST = 16410;
    public static final int TICKET_ACK = 16411;
    public static final int TICKET_NACK = 16412;
    public static final int TICKET_OPAQUE = 16413;
    public static final int EAP_ONLY_AUTHENTICATION = 16417;
    public static final int CHILDLESS_IKEV2_SUPPORTED = 16418;
    public static final int QUICK_CRASH_DETECTION = 16419;
    public static final int IKEV2_MESSAGE_ID_SYNC_SUPPORTED = 16420;
    public static final int IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED = 16421;
    public static final int IKEV2_MESSAGE_ID_SYNC = 16422;
    public static final int IPSEC_REPLAY_COUNTER_SYNC = 16423;
    public static final int IKEV2_FRAGMENTATION_SUPPORTED = 16430;
    public static final int SIGNATURE_HASH_ALGORITHMS = 16431;
    public static final int PUZZLE = 16434;
    public static final int USE_PPK = 16435;
    public static final int PPK_IDENTITY = 16436;
    public static final int NO_PPK_AUTH = 16437;
    public static final int INTERMEDIATE_EXCHANGE_SUPPORTED = 16438;
    public static final int ADDITIONAL_KEY_EXCHANGE = 16441;
    public static final int USE_AGGFRAG = 16442;
    public static final int SUPPORTED_AUTH_METHODS = 16443;
    public static final int SA_RESOURCE_INFO = 16444;

    private static final int FIRST_STATUS_TYPE = 16384;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(UNSUPPORTED_CRITICAL_PAYLOAD, "UNSUPPORTED_CRITICAL_PAYLOAD"),
                    Map.entry(INVALID_IKE_SPI, "INVALID_IKE_SPI"),
                    Map.entry(INVALID_MAJOR_VERSION, "INVALID_MAJOR_VERSION"),
                    Map.entry(INVALID_SYNTAX, "INVALID_SYNTAX"),
                    Map.entry(INVALID_MESSAGE_ID, "INVALID_MESSAGE_ID"),
                    Map.entry(INVALID_SPI, "INVALID_SPI"),
                    Map.entry(NO_PROPOSAL_CHOSEN, "NO_PROPOSAL_CHOSEN"),
                    Map.entry(INVALID_KE_PAYLOAD, "INVALID_KE_PAYLOAD"),
                    Map.entry(AUTHENTICATION_FAILED, "AUTHENTICATION_FAILED"),
                    Map.entry(SINGLE_PAIR_REQUIRED, "SINGLE_PAIR_REQUIRED"),
                    Map.entry(NO_ADDITIONAL_SAS, "NO_ADDITIONAL_SAS"),
                    Map.entry(INTERNAL_ADDRESS_FAILURE, "INTERNAL_ADDRESS_FAILURE"),
                    Map.entry(FAILED_CP_REQUIRED, "FAILED_CP_REQUIRED"),
                    Map.entry(TS_UNACCEPTABLE, "TS_UNACCEPTABLE"),
                    Map.entry(INVALID_SELECTORS, "INVALID_SELECTORS"),
                    Map.entry(UNACCEPTABLE_ADDRESSES, "UNACCEPTABLE_ADDRESSES"),
                    Map.entry(UNEXPECTED_NAT_DETECTED, "UNEXPECTED_NAT_DETECTED"),
                    Map.entry(TEMPORARY_FAILURE, "TEMPORARY_FAILURE"),
                    Map.entry(CHILD_SA_NOT_FOUND, "CHILD_SA_NOT_FOUND"),
                    Map.entry(STATE_NOT_FOUND, "STATE_NOT_FOUND"),
                    Map.entry(INITIAL_CONTACT, "INITIAL_CONTACT"),
                    Map.entry(SET_WINDOW_SIZE, "SET_WINDOW_SIZE"),
                    Map.entry(ADDITIONAL_TS_POSSIBLE, "ADDITIONAL_TS_POSSIBLE"),
                    Map.entry(IPCOMP_SUPPORTED, "IPCOMP_SUPPORTED"),
                    Map.entry(NAT_DETECTION_SOURCE_IP, "NAT_DETECTION_SOURCE_IP"),
                    Map.entry(NAT_DETECTION_DESTINATION_IP, "NAT_DETECTION_DESTINATION_IP"),
                    Map.entry(COOKIE, "COOKIE"),
                    Map.entry(USE_TRANSPORT_MODE, "USE_TRANSPORT_MODE"),
                    Map.entry(HTTP_CERT_LOOKUP_SUPPORTED, "HTTP_CERT_LOOKUP_SUPPORTED"),
                    Map.entry(REKEY_SA, "REKEY_SA"),
                    Map.entry(ESP_TFC_PADDING_NOT_SUPPORTED, "ESP_TFC_PADDING_NOT_SUPPORTED"),
                    Map.entry(NON_FIRST_FRAGMENTS_ALSO, "NON_FIRST_FRAGMENTS_ALSO"),
                    Map.entry(MOBIKE_SUPPORTED, "MOBIKE_SUPPORTED"),
                    Map.entry(ADDITIONAL_IP4_ADDRESS, "ADDITIONAL_IP4_ADDRESS"),
                    Map.entry(ADDITIONAL_IP6_ADDRESS, "ADDITIONAL_IP6_ADDRESS"),
                    Map.entry(NO_ADDITIONAL_ADDRESSES, "NO_ADDITIONAL_ADDRESSES"),
                    Map.entry(UPDATE_SA_ADDRESSES, "UPDATE_SA_ADDRESSES"),
                    Map.entry(COOKIE2, "COOKIE2"),
                    Map.entry(NO_NATS_ALLOWED, "NO_NATS_ALLOWED"),
                    Map.entry(MULTIPLE_AUTH_SUPPORTED, "MULTIPLE_AUTH_SUPPORTED"),
                    Map.entry(ANOTHER_AUTH_FOLLOWS, "ANOTHER_AUTH_FOLLOWS"),
                    Map.entry(REDIRECT_SUPPORTED, "REDIRECT_SUPPORTED"),
                    Map.entry(REDIRECT, "REDIRECT"),
                    Map.entry(REDIRECTED_FROM, "REDIRECTED_FROM"),
                    Map.entry(TICKET_LT_OPAQUE, "TICKET_LT_OPAQUE"),
                    Map.entry(TICKET_REQUEST, "TICKET_REQUEST"),
                    Map.entry(TICKET_ACK, "TICKET_ACK"),
                    Map.entry(TICKET_NACK, "TICKET_NACK"),
                    Map.entry(TICKET_OPAQUE, "TICKET_OPAQUE"),
                    Map.entry(EAP_ONLY_AUTHENTICATION, "EAP_ONLY_AUTHENTICATION"),
                    Map.entry(CHILDLESS_IKEV2_SUPPORTED, "CHILDLESS_IKEV2_SUPPORTED"),
                    Map.entry(QUICK_CRASH_DETECTION, "QUICK_CRASH_DETECTION"),
                    Map.entry(IKEV2_MESSAGE_ID_SYNC_SUPPORTED, "IKEV2_MESSAGE_ID_SYNC_SUPPORTED"),
                    Map.entry(
                            IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED,
                            "IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED"),
                    Map.entry(IKEV2_MESSAGE_ID_SYNC, "IKEV2_MESSAGE_ID_SYNC"),
                    Map.entry(IPSEC_REPLAY_COUNTER_SYNC, "IPSEC_REPLAY_COUNTER_SYNC"),
                    Map.entry(IKEV2_FRAGMENTATION_SUPPORTED, "IKEV2_FRAGMENTATION_SUPPORTED"),
                    Map.entry(SIGNATURE_HASH_ALGORITHMS, "SIGNATURE_HASH_ALGORITHMS"),
                    Map.entry(PUZZLE, "PUZZLE"),
                    Map.entry(USE_PPK, "USE_PPK"),
                    Map.entry(PPK_IDENTITY, "PPK_IDENTITY"),
                    Map.entry(NO_PPK_AUTH, "NO_PPK_AUTH"),
                    Map.entry(INTERMEDIATE_EXCHANGE_SUPPORTED, "INTERMEDIATE_EXCHANGE_SUPPORTED"),
                    Map.entry(ADDITIONAL_KEY_EXCHANGE, "ADDITIONAL_KEY_EXCHANGE"),
                    Map.entry(USE_AGGFRAG, "USE_AGGFRAG"),
                    Map.entry(SUPPORTED_AUTH_METHODS, "SUPPORTED_AUTH_METHODS"),
                    Map.entry(SA_RESOURCE_INFO, "SA_RESOURCE_INFO"));

    private NotifyType() {}

    /** RFC 7296 §3.10.1: types below 16384 report errors. */
    public static boolean isError(int notifyType) {
        return notifyType < FIRST_STATUS_TYPE;
    }

    /** The registry's name, or {@code notify N}. */
    public static String name(int notifyType) {
        return NAMES.getOrDefault(notifyType, "notify " + notifyType);
    }
}
