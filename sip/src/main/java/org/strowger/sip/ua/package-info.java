/**
 * A user agent: registers, places calls and answers them, asks others for their capabilities (RFC 3261 §8, §10.2, §11 to §15, §22).
 *
 * <p>{@link org.strowger.sip.ua.UserAgent} is the way in. Everything of one agent happens in one shard, one thing at a time: listeners are
 * called there and need no locks, but must not wait for anything. Who wants to wait takes the futures, on a thread of its own.
 *
 * <p>Refuses: registrars, proxies and everything that serves others; extensions that need a Require.
 *
 * <p><b>May import:</b> message, loop, transport, resolver, auth, transaction, sdp, media, stack. <b>Imported by:</b> the server's cli, other
 * projects.
 */
@NullMarked
package org.strowger.sip.ua;

import org.jspecify.annotations.NullMarked;
