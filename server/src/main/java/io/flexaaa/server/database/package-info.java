/** The database the server runs on: its own PostgreSQL, or one by URL. */
@NullMarked
package io.flexaaa.server.database;

import org.jspecify.annotations.NullMarked;
