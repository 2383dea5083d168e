package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** V payload, RFC 7296 §3.12. */
public record VendorId(Octets value) implements Payload {
    /**
     * A peer that says this may keep selectors 0.0.0.0/0 although it was assigned an address; a
     * FlexVPN hub narrows everyone else's to the address.
     */
    public static final VendorId FLEXVPN_SUPPORTED = ascii("FLEXVPN-SUPPORTED");

    public static final VendorId CISCO_DELETE_REASON = ascii("CISCO-DELETE-REASON");
    public static final VendorId CISCO_DYNAMIC_ROUTE = ascii("CISCO-DYNAMIC-ROUTE");
    public static final VendorId CISCO_VPN_REV_02 = ascii("CISCOVPN-REV-02");

    private static VendorId ascii(String text) {
        return new VendorId(Octets.ofUtf8(text));
    }

    @Override
    public int payloadType() {
        return PayloadType.VENDOR_ID;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.octets(value);
    }

    static VendorId readBody(WireReader in) {
        return new VendorId(in.rest());
    }
}
