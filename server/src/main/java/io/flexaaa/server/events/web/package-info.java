/** What happens, as it happens: Server-Sent Events. */
@NullMarked
package io.flexaaa.server.events.web;

import org.jspecify.annotations.NullMarked;
