/** Human users: their passwords, second factors, failed logins and locks. */
@NullMarked
package io.flexaaa.server.user;

import org.jspecify.annotations.NullMarked;
