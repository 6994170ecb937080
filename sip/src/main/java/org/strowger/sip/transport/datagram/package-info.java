/**
 * UDP sockets and the two ways of moving datagrams through one: the JDK's channel on every platform, and many datagrams per system call
 * by {@code recvmmsg} and {@code sendmmsg} on 64-bit Linux.
 *
 * <p>{@link org.strowger.sip.transport.datagram.ChannelDatagrams} owns the socket in either case;
 * {@link org.strowger.sip.transport.datagram.Batching} says whether the other way is open here. This is the one place with foreign
 * memory and foreign functions. See decision 0023.
 *
 * <p><b>Refuses:</b> to know what is in a datagram. <b>May import:</b> message. <b>Imported by:</b> transport.
 */
@NullMarked
package org.strowger.sip.transport.datagram;

import org.jspecify.annotations.NullMarked;
