/** One class per concern of an exchange: each reads its payloads and adds its own. */
@NullMarked
package io.flexaaa.ikev2.exchange;

import org.jspecify.annotations.NullMarked;
