package org.strowger.sip.message;

/**
 * One header field as it stands in a message: a view of the message's bytes.
 *
 * @param name which field
 * @param field the whole field with its name and line end
 * @param value without white space around it; folded lines are inside
 */
public record HeaderField(HeaderName name, Slice field, Slice value) {}
