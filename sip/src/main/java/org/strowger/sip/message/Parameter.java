package org.strowger.sip.message;

/**
 * One parameter behind a value.
 *
 * @param value as it stands, quotes and escapes included; empty for a flag
 */
public record Parameter(Slice name, Slice value) {}
