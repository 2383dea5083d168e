/** EAP-MSCHAPv2 (draft-kamath-pppext-eap-mschapv2). */
@NullMarked
package io.flexaaa.protocol.eap.mschapv2;

import org.jspecify.annotations.NullMarked;
