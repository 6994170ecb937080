package org.strowger.server.exchange;

/**
 * What goes wrong in a rehearsed call. The compiler leaves out what it has never seen happen, and throws the code of an ordinary call
 * away when it happens: so it has to happen before, now and then.
 */
enum Mishap {
    NONE(200),
    /** The callee does not hear the INVITE the first time. */
    INVITE_LOST(200),
    /** The callee does not hear the BYE the first time. */
    BYE_LOST(200),
    /** The caller says everything twice, and so does the callee that answers. */
    REPEATED(200),
    /** The callee refuses. */
    BUSY(486),
    /** The caller thinks better of it. */
    CANCELLED(487),
    /** The callee never says anything, which takes 64 × T1. */
    SILENT(408),
    /** The callee answers, and never says anything more: that takes as long. */
    FALLS_SILENT(200);

    private static final int PERIOD = 32;
    private static final int SILENT_NUMBER = 999;

    private final int finalStatus;

    Mishap(int finalStatus) {
        this.finalStatus = finalStatus;
    }

    /** Of the call with that number: in most of them nothing goes wrong. */
    static Mishap of(int number) {
        return switch (number) {
            case SILENT_NUMBER -> SILENT;
            case SILENT_NUMBER + 1 -> FALLS_SILENT;
            default -> ofOrdinary(number);
        };
    }

    private static Mishap ofOrdinary(int number) {
        return switch (number % PERIOD) {
            case 3 -> INVITE_LOST;
            case 8 -> BYE_LOST;
            case 13 -> BUSY;
            case 18 -> CANCELLED;
            case 23 -> REPEATED;
            default -> NONE;
        };
    }

    /** How its INVITE is answered in the end. */
    int finalStatus() {
        return finalStatus;
    }
}
