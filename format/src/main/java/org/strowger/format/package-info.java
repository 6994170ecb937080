/**
 * The one layout of all sources, checked by every build.
 *
 * <p>A module of its own because the formatter needs the JDK 25 while Maven may run on an older one.
 *
 * <p><b>May import:</b> nothing of ours. <b>Imported by:</b> nothing; the build runs it.
 */
@NullMarked
package org.strowger.format;

import org.jspecify.annotations.NullMarked;
