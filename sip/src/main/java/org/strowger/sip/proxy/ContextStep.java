package org.strowger.sip.proxy;

import java.util.List;

/** One turn of a {@link ResponseContext}: what it became, and what it asks for, in order. */
record ContextStep(ResponseContext context, List<ContextAction> actions) {}
