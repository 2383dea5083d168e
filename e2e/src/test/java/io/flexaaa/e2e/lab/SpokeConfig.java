package io.flexaaa.e2e.lab;

import java.util.ArrayList;
import java.util.List;

/** A strongSwan spoke's swanctl.conf. */
public record SpokeConfig(
        String hub,
        String hubIdentity,
        String identity,
        List<String> pskSecrets,
        String ikeProposal,
        String espProposal,
        boolean ipv6Vip,
        List<String> connection,
        List<String> child) {

    /** One symmetric key and modern algorithms. */
    public static SpokeConfig psk(String identity, String psk) {
        return new SpokeConfig(
                Lab.HUB,
                "hub.lab.example",
                identity,
                List.of(psk),
                "aes256-sha256-ecp256",
                "aes128gcm16-ecp256,aes128gcm16,aes256-sha256",
                true,
                List.of(),
                List.of());
    }

    /**
     * Two keys: charon signs with the secret that names both ends and verifies with any that
     * matches.
     */
    public static SpokeConfig asymmetric(String identity, String local, String remote) {
        SpokeConfig one = psk(identity, local);
        return new SpokeConfig(
                one.hub,
                one.hubIdentity,
                identity,
                List.of(local, remote),
                one.ikeProposal,
                one.espProposal,
                true,
                List.of(),
                List.of());
    }

    public SpokeConfig proposals(String ike, String esp) {
        return new SpokeConfig(
                hub, hubIdentity, identity, pskSecrets, ike, esp, ipv6Vip, connection, child);
    }

    public SpokeConfig connection(String... lines) {
        return new SpokeConfig(
                hub,
                hubIdentity,
                identity,
                pskSecrets,
                ikeProposal,
                espProposal,
                ipv6Vip,
                List.of(lines),
                child);
    }

    public SpokeConfig child(String... lines) {
        return new SpokeConfig(
                hub,
                hubIdentity,
                identity,
                pskSecrets,
                ikeProposal,
                espProposal,
                ipv6Vip,
                connection,
                List.of(lines));
    }

    public SpokeConfig v4Only() {
        return new SpokeConfig(
                hub,
                hubIdentity,
                identity,
                pskSecrets,
                ikeProposal,
                espProposal,
                false,
                connection,
                child);
    }

    public SpokeConfig hub(String address) {
        return hub(address, hubIdentity);
    }

    public SpokeConfig hub(String address, String asIdentity) {
        return new SpokeConfig(
                address,
                asIdentity,
                identity,
                pskSecrets,
                ikeProposal,
                espProposal,
                ipv6Vip,
                connection,
                child);
    }

    public String text() {
        List<String> out = new ArrayList<>();
        out.add("connections {");
        out.add("  hub {");
        out.add("    version = 2");
        out.add("    remote_addrs = " + hub);
        out.add("    proposals = " + ikeProposal);
        out.add("    vips = 0.0.0.0" + (ipv6Vip ? ",::" : ""));
        out.add("    encap = yes");
        out.add("    mobike = no");
        for (String line : connection) out.add("    " + line);
        out.add("    local {");
        out.add("      auth = psk");
        out.add("      id = " + identity);
        out.add("    }");
        out.add("    remote {");
        out.add("      auth = psk");
        out.add("      id = " + hubIdentity);
        out.add("    }");
        out.add("    children {");
        out.add("      net {");
        out.add("        local_ts = dynamic");
        out.add("        remote_ts = 0.0.0.0/0" + (ipv6Vip ? ",::/0" : ""));
        out.add("        esp_proposals = " + espProposal);
        for (String line : child) out.add("        " + line);
        out.add("      }");
        out.add("    }");
        out.add("  }");
        out.add("}");
        out.add("secrets {");
        for (int i = 0; i < pskSecrets.size(); i++) {
            out.add("  ike-" + i + " {");
            out.add("    secret = \"" + pskSecrets.get(i) + "\"");
            if (i == 0) {
                out.add("    id-1 = " + identity);
                out.add("    id-2 = " + hubIdentity);
            } else {
                out.add("    id-1 = " + hubIdentity);
            }
            out.add("  }");
        }
        out.add("}");
        return String.join("\n", out) + "\n";
    }
}
