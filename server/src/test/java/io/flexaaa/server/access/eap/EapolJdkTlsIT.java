package io.flexaaa.server.access.eap;

/** The same with the JDK's TLS, which serves where BoringSSL does not load. */
class EapolJdkTlsIT extends EapolTestIT {

    @Override
    EapProperties.Provider provider() {
        return EapProperties.Provider.JDK;
    }
}
