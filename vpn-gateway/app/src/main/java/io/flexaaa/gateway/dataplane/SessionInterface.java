package io.flexaaa.gateway.dataplane;

/** A session's virtual-access interface: a real Linux link. Identity is the object. */
public interface SessionInterface {
    String name();

    /** Linux ifindex, for addresses and routes. */
    int index();
}
