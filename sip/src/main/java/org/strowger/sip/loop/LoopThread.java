package org.strowger.sip.loop;

/** The thread of a loop, known by its type to whatever runs on it. */
final class LoopThread extends Thread {
    private final Loop loop;
    private final Poller poller;

    LoopThread(String name, Loop loop, Poller poller) {
        super(loop, name);
        this.loop = loop;
        this.poller = poller;
    }

    /** Whether the calling thread is that of a loop that has fallen behind, and not the other's. */
    static boolean isBehindBeside(Alarm other) {
        return Thread.currentThread() instanceof LoopThread own && own.loop.isBehind() && own.loop != other;
    }

    /** If the calling thread is that of a loop, nothing is held back any more; otherwise nothing ever was. */
    static void flush() {
        if (Thread.currentThread() instanceof LoopThread own) {
            own.poller.flush();
        }
    }
}
