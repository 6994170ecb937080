/** resolver. */
@NullMarked
package org.strowger.sip.resolver;

import org.jspecify.annotations.NullMarked;
