package org.strowger.server.cli;

import java.util.List;
import java.util.Locale;

/** The calls that the demo can show. */
enum DemoScene {
    ANSWERED("a call that is answered, talks and hangs up", "A (caller)", "SIP proxy", "B (callee)"),
    CANCELLED("the caller gives up while it rings", "A (caller)", "SIP proxy", "B (callee)"),
    BUSY("the callee is busy", "A (caller)", "SIP proxy", "B (callee)"),
    NO_ANSWER("it rings, and nobody answers", "A (caller)", "SIP proxy", "B (callee)"),
    FORKED("two phones ring, one is answered", "A (caller)", "SIP proxy", "B (desk)", "B (mobile)"),
    UNAUTHORISED("the caller has the wrong password", "A (caller)", "SIP proxy", "B (callee)");

    private final String title;
    private final String columns;

    DemoScene(String title, String... columns) {
        this.title = title;
        this.columns = String.join("|", columns);
    }

    String title() {
        return title;
    }

    /** Who stands over the lifelines, from left to right. */
    List<String> columns() {
        return List.of(columns.split("\\|", -1));
    }

    /** How many phones the callee has. */
    int phones() {
        return columns().size() - 2;
    }

    /** As it is written on the command line: {@code no-answer}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
