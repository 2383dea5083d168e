/** PEAPv0 (draft-kamath-pppext-peapv0, RFC 9427). */
@NullMarked
package io.flexaaa.protocol.eap.peap;

import org.jspecify.annotations.NullMarked;
