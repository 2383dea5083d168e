package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The configuration while it is being read; commands write here. */
final class ConfigDraft {
    String hostname = "flexaaa";
    boolean newModel;
    final Map<String, AaaConfig.MethodList> loginLists = new LinkedHashMap<>();
    final Map<String, AaaConfig.MethodList> networkLists = new LinkedHashMap<>();
    final Map<String, AaaDrafts.Accounting> accounting = new LinkedHashMap<>();
    AaaConfig.AccountingUpdate accountingUpdate = AaaConfig.AccountingUpdate.OFF;
    final Map<String, List<AaaConfig.AttributeType>> attributeLists = new LinkedHashMap<>();
    AaaDrafts.@Nullable DynamicAuthor dynamicAuthor;
    final Map<String, RadiusDrafts.Server> radiusServers = new LinkedHashMap<>();
    final Map<String, RadiusDrafts.Group> serverGroups = new LinkedHashMap<>();
    final RadiusDrafts.Defaults radiusDefaults = new RadiusDrafts.Defaults();
    final Map<String, Ikev2Drafts.Proposal> proposals = new LinkedHashMap<>();
    final Map<String, Ikev2Drafts.Policy> policies = new LinkedHashMap<>();
    final Map<String, Ikev2Drafts.Keyring> keyrings = new LinkedHashMap<>();
    final Map<String, Ikev2Drafts.Mangler> manglers = new LinkedHashMap<>();
    final Map<String, AuthorizationPolicyDraft> authorizationPolicies = new LinkedHashMap<>();
    final Map<String, Ikev2ProfileDraft> profiles = new LinkedHashMap<>();
    final Ikev2Drafts.Globals ikev2Globals = new Ikev2Drafts.Globals();
    final Ikev2Drafts.Redirects ikev2Redirects = new Ikev2Drafts.Redirects();
    final Map<String, IpsecDrafts.TransformSet> transformSets = new LinkedHashMap<>();
    final Map<String, IpsecDrafts.Profile> ipsecProfiles = new LinkedHashMap<>();
    IpsecConfig.Lifetime ipsecLifetime = IpsecConfig.Lifetime.IOS;
    int replayWindow = IpsecConfig.REPLAY_WINDOW;
    final Map<String, PkiDrafts.Trustpoint> trustpoints = new LinkedHashMap<>();
    final Map<String, PkiDrafts.CertificateMap> certificateMaps = new LinkedHashMap<>();
    final Map<String, InterfaceDraft> interfaces = new LinkedHashMap<>();
    final Map<String, Ipv4Pool> ipv4Pools = new LinkedHashMap<>();
    final Map<String, Ipv6Pool> ipv6Pools = new LinkedHashMap<>();
    final Map<String, AclDraft> accessLists = new LinkedHashMap<>();
    final Map<String, AclDraft> ipv6AccessLists = new LinkedHashMap<>();
    final Map<String, PolicyMapDraft> policyMaps = new LinkedHashMap<>();
    final List<StaticRoute> routes = new ArrayList<>();
    final Map<String, LocalUser> users = new LinkedHashMap<>();

    ConfigDraft() {
        addDefaults();
    }

    /** The objects that IOS has before the first line is typed. */
    private void addDefaults() {
        proposals.put("default", new Ikev2Drafts.Proposal("default"));
        policies.put("default", new Ikev2Drafts.Policy("default"));
        authorizationPolicies.put("default", new AuthorizationPolicyDraft("default"));
        profiles.put("default", new Ikev2ProfileDraft("default"));
        transformSets.put("default", new IpsecDrafts.TransformSet("default"));
        ipsecProfiles.put("default", new IpsecDrafts.Profile("default"));
    }

    GatewayConfig build() {
        addMissingDefaults();
        return new GatewayConfig(
                hostname,
                new AaaConfig(
                        newModel,
                        loginLists,
                        networkLists,
                        built(accounting, AaaDrafts.Accounting::build),
                        accountingUpdate,
                        attributeLists(),
                        dynamicAuthor == null ? null : dynamicAuthor.build()),
                new RadiusConfig(
                        built(radiusServers, RadiusDrafts.Server::build),
                        built(serverGroups, RadiusDrafts.Group::build),
                        radiusDefaults.build()),
                new Ikev2Config(
                        built(proposals, Ikev2Drafts.Proposal::build),
                        built(policies, Ikev2Drafts.Policy::build),
                        built(keyrings, Ikev2Drafts.Keyring::build),
                        built(manglers, Ikev2Drafts.Mangler::build),
                        built(authorizationPolicies, AuthorizationPolicyDraft::build),
                        built(profiles, Ikev2ProfileDraft::build),
                        ikev2Globals.build(),
                        ikev2Redirects.build()),
                new IpsecConfig(
                        built(transformSets, IpsecDrafts.TransformSet::build),
                        built(ipsecProfiles, IpsecDrafts.Profile::build),
                        ipsecLifetime,
                        replayWindow),
                new PkiConfig(
                        built(trustpoints, PkiDrafts.Trustpoint::build),
                        built(certificateMaps, PkiDrafts.CertificateMap::build)),
                built(interfaces, InterfaceDraft::build),
                ipv4Pools,
                ipv6Pools,
                built(accessLists, AclDraft::build),
                built(ipv6AccessLists, AclDraft::build),
                built(policyMaps, PolicyMapDraft::build),
                routes,
                users);
    }

    /** {@code no crypto ikev2 proposal default} takes one's changes away, not the object. */
    private void addMissingDefaults() {
        proposals.putIfAbsent("default", new Ikev2Drafts.Proposal("default"));
        policies.putIfAbsent("default", new Ikev2Drafts.Policy("default"));
        authorizationPolicies.putIfAbsent("default", new AuthorizationPolicyDraft("default"));
        profiles.putIfAbsent("default", new Ikev2ProfileDraft("default"));
        transformSets.putIfAbsent("default", new IpsecDrafts.TransformSet("default"));
        ipsecProfiles.putIfAbsent("default", new IpsecDrafts.Profile("default"));
    }

    private Map<String, AaaConfig.AttributeList> attributeLists() {
        Map<String, AaaConfig.AttributeList> lists = new LinkedHashMap<>();
        attributeLists.forEach((n, types) -> lists.put(n, new AaaConfig.AttributeList(n, types)));
        return lists;
    }

    private static <D, V> Map<String, V> built(Map<String, D> drafts, Function<D, V> build) {
        Map<String, V> built = new LinkedHashMap<>();
        drafts.forEach((name, draft) -> built.put(name, build.apply(draft)));
        return built;
    }

    /** Whether any line defines this name. */
    boolean defines(RefKind kind, String name) {
        return names(kind).contains(name);
    }

    List<String> names(RefKind kind) {
        return List.copyOf(
                switch (kind) {
                    case LOGIN_LIST -> loginLists.keySet();
                    case NETWORK_LIST -> networkLists.keySet();
                    case ACCOUNTING_LIST -> accounting.keySet();
                    case SERVER_GROUP -> withRadius();
                    case RADIUS_SERVER -> radiusServers.keySet();
                    case ATTRIBUTE_LIST -> attributeLists.keySet();
                    case PROPOSAL -> proposals.keySet();
                    case KEYRING -> keyrings.keySet();
                    case NAME_MANGLER -> manglers.keySet();
                    case IKEV2_PROFILE -> profiles.keySet();
                    case TRANSFORM_SET -> transformSets.keySet();
                    case IPSEC_PROFILE -> ipsecProfiles.keySet();
                    case TRUSTPOINT -> trustpoints.keySet();
                    case CERTIFICATE_MAP -> certificateMaps.keySet();
                    case INTERFACE -> interfaces.keySet();
                    case IPV4_POOL -> ipv4Pools.keySet();
                    case IPV6_POOL -> ipv6Pools.keySet();
                    case ACCESS_LIST -> accessLists.keySet();
                    case IPV6_ACCESS_LIST -> ipv6AccessLists.keySet();
                    case POLICY_MAP -> policyMaps.keySet();
                });
    }

    /** {@code group radius} is always there: all servers. */
    private List<String> withRadius() {
        List<String> names = new ArrayList<>(serverGroups.keySet());
        names.add("radius");
        return names;
    }
}
