"""Speaks baresip's ctrl_tcp (netstrings of JSON): commands from standard input, everything it says to a file.

control.py PORT FILE
"""

import json
import socket
import sys
import threading
import time


def connect(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.1)
    sys.exit(f"no phone listens on {port}")


def record(connection, file):
    waiting = b""
    while chunk := connection.recv(65536):
        waiting += chunk
        while b":" in waiting:
            length, _, rest = waiting.partition(b":")
            if len(rest) < int(length) + 1:
                break
            file.write(rest[: int(length)].decode("utf-8", "replace") + "\n")
            file.flush()
            waiting = rest[int(length) + 1 :]


def main():
    connection = connect(int(sys.argv[1]))
    file = open(sys.argv[2], "a", encoding="utf-8")
    file.write("CONNECTED\n")
    file.flush()
    threading.Thread(target=record, args=(connection, file), daemon=True).start()
    for line in sys.stdin:
        command, _, parameters = line.strip().partition(" ")
        if command:
            message = json.dumps({"command": command, "params": parameters, "token": command}).encode()
            connection.sendall(b"%d:%s," % (len(message), message))


main()
