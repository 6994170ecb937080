package org.strowger.sip.loop;

/** Whom a shard tells of what is to be done in it: the loop that turns its wheel. Any thread may call it. */
interface Alarm {
    /** Where no loop turns the wheel. */
    Alarm NONE = new Alarm() {
        @Override
        public void dueAt(long nanos) {}

        @Override
        public boolean takes() {
            return false;
        }

        @Override
        public void left() {}
    };

    /** A timer is due sooner than any was: the loop wakes in time. */
    void dueAt(long nanos);

    /** Whether other loops may leave something in the shard: until so much waits there that they had better see to it themselves. */
    boolean takes();

    /** Something was left: the loop wakes. */
    void left();
}
