package io.flexaaa.ikev2;

/** How a side proves who it is; named as show commands print it. */
public enum AuthMethod {
    PSK
}
