/** The session table, and the executor that carries out what the IKE engine decides. */
@NullMarked
package io.flexaaa.gateway.session;

import org.jspecify.annotations.NullMarked;
