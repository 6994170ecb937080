/**
 * The composition root: builds the server from a configuration, hands each request to its core, starts and stops.
 *
 * <p>Everything is wired here and nothing is decided here but who gets a request: the registrar what is a REGISTER for a domain of ours, the
 * proxy all else.
 *
 * <p><b>May import:</b> everything below it. <b>Imported by:</b> cli.
 */
@NullMarked
package org.strowger.server.exchange;

import org.jspecify.annotations.NullMarked;
