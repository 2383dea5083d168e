package io.flexaaa.gateway.ios.config;

/**
 * One {@code interface} stanza.
 *
 * @param name canonical: {@code GigabitEthernet1}, {@code Loopback0}, {@code Virtual-Template1}
 */
public record InterfaceConfig(String name, InterfaceSettings settings) {

    public boolean virtualTemplate() {
        return name.startsWith("Virtual-Template");
    }
}
