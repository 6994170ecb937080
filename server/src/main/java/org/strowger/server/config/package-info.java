/**
 * The configuration file: YAML to values, with errors that name file, line and column and show the line.
 *
 * <p>Every key is known or an error; all errors of a file are told at once. Nothing is started here: room {@code exchange} does that with
 * the values.
 *
 * <p><b>May import:</b> what it configures. <b>Imported by:</b> exchange, cli.
 */
@NullMarked
package org.strowger.server.config;

import org.jspecify.annotations.NullMarked;
