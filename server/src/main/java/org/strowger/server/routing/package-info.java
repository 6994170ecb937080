/**
 * The operator's rules: from a request to its target set, a rejection or a redirection (RFC 3261 §16.5).
 *
 * <p>The first rule whose condition holds decides. This room knows nothing of files: rules come as values, read by room {@code config}.
 *
 * <p><b>May import:</b> location and the library. <b>Imported by:</b> config, exchange.
 */
@NullMarked
package org.strowger.server.routing;

import org.jspecify.annotations.NullMarked;
