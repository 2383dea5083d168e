/** The audit log over REST. */
@NullMarked
package io.flexaaa.server.audit.web;

import org.jspecify.annotations.NullMarked;
