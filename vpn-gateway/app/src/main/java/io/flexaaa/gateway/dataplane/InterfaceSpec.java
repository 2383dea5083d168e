package io.flexaaa.gateway.dataplane;

/**
 * A link to make.
 *
 * @param name Linux name, at most 15 octets, beginning with the configured prefix ({@code vaccess})
 * @param mtuOctets inner MTU; see {@link io.flexaaa.ipsec.esp.EspSuite#innerMtu}
 * @param description becomes the alias of the link; may be empty
 */
public record InterfaceSpec(String name, int mtuOctets, String description) {
    public InterfaceSpec {
        if (!name.matches("[A-Za-z0-9._-]{1,15}")) {
            throw new IllegalArgumentException(
                    "interface name \"" + name + "\" must be 1-15 of letters, digits, . _ -");
        }
        if (mtuOctets < 576 || mtuOctets > 65_000) {
            throw new IllegalArgumentException(
                    "interface " + name + ": MTU " + mtuOctets + " outside 576-65000");
        }
    }
}
