/**
 * Digest authentication, both sides, as computation (RFC 3261 §22, RFC 7616, RFC 8760).
 *
 * <p>The server's side judges the credentials of a request ({@link org.strowger.sip.auth.DigestAuthenticator}); the client's side
 * answers challenges ({@link org.strowger.sip.auth.DigestClient}). Nonces need no table: they carry their time and a keyed check, and
 * hold for the one Call-ID they were issued for, so that everything of one nonce happens in one shard. Time and chance are
 * parameters. Basic authentication is refused, auth-int is not offered, nothing here stores or logs a password.
 *
 * <p><b>May import:</b> message. <b>Imported by:</b> ua and the server's users, registrar.
 */
@NullMarked
package org.strowger.sip.auth;

import org.jspecify.annotations.NullMarked;
