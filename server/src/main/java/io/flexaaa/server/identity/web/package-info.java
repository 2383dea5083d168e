/** Peers, groups and the AV-pair catalogue over REST. */
@NullMarked
package io.flexaaa.server.identity.web;

import org.jspecify.annotations.NullMarked;
