"""Runs a program as on a kernel without IPv6: whoever asks for a socket of that family is told that there is none."""

import ctypes
import errno
import os
import platform
import socket
import struct
import sys

ARCHITECTURE, SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}[platform.machine()]
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD_WORD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
CALL, ITS_ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, FAIL_WITH = 0x7FFF0000, 0x00050000


def step(code, constant, if_true=0, if_false=0):
    return struct.pack("HBBI", code, if_true, if_false, constant)


FILTER = b"".join(
    [
        step(LOAD_WORD, ITS_ARCHITECTURE),
        step(JUMP_IF_EQUAL, ARCHITECTURE, 0, 5),
        step(LOAD_WORD, CALL),
        step(JUMP_IF_EQUAL, SOCKET_CALL, 0, 3),
        step(LOAD_WORD, FIRST_ARGUMENT),
        step(JUMP_IF_EQUAL, int(socket.AF_INET6), 0, 1),
        step(RETURN, FAIL_WITH | errno.EAFNOSUPPORT),
        step(RETURN, ALLOW),
    ]
)


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


library = ctypes.CDLL(None, use_errno=True)
steps = ctypes.create_string_buffer(FILTER, len(FILTER))
program = Program(len(FILTER) // 8, ctypes.cast(steps, ctypes.c_void_p))
for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)):
    if library.prctl(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
os.execvp(sys.argv[1], sys.argv[1:])
