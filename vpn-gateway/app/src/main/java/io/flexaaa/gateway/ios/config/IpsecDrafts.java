package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** IPsec sections while they are being read. */
final class IpsecDrafts {
    private IpsecDrafts() {}

    static final class TransformSet {
        final String name;
        IpsecConfig.EspEncryption encryption = IpsecConfig.EspEncryption.AES_CBC_128;
        IpsecConfig.@Nullable EspIntegrity integrity = IpsecConfig.EspIntegrity.SHA1;
        boolean esn;
        boolean transportMode;
        boolean transportRequired;

        TransformSet(String name) {
            this.name = name;
            transportMode =
                    name.equals("default") && IpsecConfig.TransformSet.DEFAULT.transportMode();
        }

        IpsecConfig.TransformSet build() {
            return new IpsecConfig.TransformSet(
                    name, encryption, integrity, esn, transportMode, transportRequired);
        }
    }

    static final class Profile {
        final String name;
        List<String> transformSets = List.of("default");
        @Nullable String ikev2Profile;
        @Nullable Integer pfsGroup;
        IpsecConfig.@Nullable Lifetime lifetime;
        @Nullable Integer idleTimeSeconds;
        @Nullable Integer replayWindow;
        boolean responderOnly;

        Profile(String name) {
            this.name = name;
            ikev2Profile = initialIkev2Profile();
        }

        @Nullable String initialIkev2Profile() {
            return name.equals("default") ? "default" : null;
        }

        IpsecConfig.IpsecProfile build() {
            return new IpsecConfig.IpsecProfile(
                    name,
                    transformSets,
                    ikev2Profile,
                    pfsGroup,
                    lifetime,
                    idleTimeSeconds,
                    replayWindow,
                    responderOnly);
        }
    }
}
