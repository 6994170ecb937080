/**
 * RTP for our own agents (RFC 3550, with G.711 as RFC 3551 has it): a tone or an echo goes out, what comes in is counted, measured
 * and listened to.
 *
 * <p>The middle is pure: {@link org.strowger.sip.media.RtpSender} gives the next packet, {@link
 * org.strowger.sip.media.RtpReceiver} takes one with the time of its arrival. {@link org.strowger.sip.media.RtpSession} is the
 * edge that owns a socket, and a {@link org.strowger.sip.media.Pacer} says when.
 *
 * <p><b>Refuses:</b> to relay the media of others, to reorder, conceal or play; other codecs than G.711; RTCP.
 *
 * <p><b>May import:</b> sdp, loop. <b>Imported by:</b> ua.
 */
@NullMarked
package org.strowger.sip.media;

import org.jspecify.annotations.NullMarked;
