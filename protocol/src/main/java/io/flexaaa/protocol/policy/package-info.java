/** What a session gets: authorization data of three sources and their merge. */
@NullMarked
package io.flexaaa.protocol.policy;

import org.jspecify.annotations.NullMarked;
