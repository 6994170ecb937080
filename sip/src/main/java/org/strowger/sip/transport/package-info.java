/** transport. */
@NullMarked
package org.strowger.sip.transport;

import org.jspecify.annotations.NullMarked;
