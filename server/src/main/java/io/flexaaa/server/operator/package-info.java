/** Accounts of people and programs: roles, passwords, sign-in sessions, API tokens. */
@NullMarked
package io.flexaaa.server.operator;

import org.jspecify.annotations.NullMarked;
