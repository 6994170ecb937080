/**
 * The registrar (RFC 3261 §10.3, RFC 3327 §5.3), and the doorkeeper who lets our own users' calls in (§22.3).
 *
 * <p>{@link org.strowger.server.registrar.Registration} decides, as a function of a request, the bindings and the time;
 * {@link org.strowger.server.registrar.Registrar} carries it out. It never sends a 6xx, and never looks at Record-Route.
 *
 * <p><b>May import:</b> location, users, sip (message, auth, loop, transport, transaction). <b>Imported by:</b> exchange.
 */
@NullMarked
package org.strowger.server.registrar;

import org.jspecify.annotations.NullMarked;
