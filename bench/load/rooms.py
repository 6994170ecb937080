#!/usr/bin/env python3
"""rooms.py COLLAPSED: self time of a profile by room: who stands innermost of org.strowger on each stack."""
import collections
import re
import sys

OURS = re.compile(r'org[./]strowger[./]((?:sip|server)[./][a-z]+)[./]')
KERNEL = [
    ('kernel: send', re.compile(r'sendto|sendmsg|sendmmsg')),
    ('kernel: receive', re.compile(r'recvfrom|recvmsg|recvmmsg')),
    ('kernel: wait and wake-up', re.compile(r'epoll|poll_|futex|schedule|nanosleep|park|try_to_wake')),
]
JVM = [
    ('JVM: compiler', re.compile(r'CompileBroker|C2Compiler|C1_?Compiler|Compilation|CompilerThread')),
    ('JVM: garbage collector', re.compile(r'GC|DefNew|Serial|MarkSweep|TenuredGeneration|CollectedHeap|Scavenge')),
]


def place(frames):
    """the row of one stack: the kernel's work first, then ours, then the JVM's own"""
    text = ';'.join(frames)
    if '_[k]' in frames[-1] or 'entry_SYSCALL' in text or '[vdso]' in text:
        for name, pattern in KERNEL:
            if pattern.search(text):
                return name
        return 'kernel: other'
    for name, pattern in JVM:
        if pattern.search(text):
            return name
    for frame in reversed(frames):
        found = OURS.search(frame)
        if found:
            return found.group(1).replace('/', '.').replace('.', ' ', 1).replace(' ', '.')
    return 'JVM: other'


def main():
    rooms, methods, total = collections.Counter(), collections.Counter(), 0
    with open(sys.argv[1]) as lines:
        for line in lines:
            stack, count = line.rsplit(' ', 1)
            frames, count = stack.split(';'), int(count)
            total += count
            room = place(frames)
            rooms[room] += count
            if not room.startswith(('kernel', 'JVM')):
                ours = next(frame for frame in reversed(frames) if OURS.search(frame))
                methods[re.sub(r'_\[\w\]$', '', ours).replace('/', '.')] += count
    if not total:
        sys.exit('the profile is empty')
    print('by room, own time and that of the platform below it')
    for room, count in rooms.most_common():
        print(f'{100 * count / total:6.1f} %  {room}')
    print('\nby our method, the same')
    for method, count in methods.most_common(30):
        print(f'{100 * count / total:6.1f} %  {method}')


if __name__ == '__main__':
    main()
