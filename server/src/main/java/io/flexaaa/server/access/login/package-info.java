/** Logins of people: PAP, CHAP, MS-CHAP, one-time codes. */
@NullMarked
package io.flexaaa.server.access.login;

import org.jspecify.annotations.NullMarked;
