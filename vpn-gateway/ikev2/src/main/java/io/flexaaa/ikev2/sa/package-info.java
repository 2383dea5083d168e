/** One session's state: IKE SAs with their windows, child SAs, phases. No exchange logic. */
@NullMarked
package io.flexaaa.ikev2.sa;

import org.jspecify.annotations.NullMarked;
