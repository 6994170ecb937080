/**
 * Who may register and call: user names and what they know, from the configuration, from a file of passwords, or from the server's own file
 * of hashes.
 *
 * <p>Files are read again when they change, by whoever turns {@link org.strowger.server.users.FileUsers#refresh} at an edge, never inside a
 * shard; a broken file leaves the users as they were. No error and no text shows a password or a hash.
 *
 * <p><b>May import:</b> sip.auth. <b>Imported by:</b> registrar, config, exchange, cli.
 */
@NullMarked
package org.strowger.server.users;

import org.jspecify.annotations.NullMarked;
