package io.flexaaa.linux;

import java.io.IOException;

/** A system call that failed: which call, on what, and the kernel's reason. */
public final class LinuxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    LinuxException(String call, String object, int errno) {
        super(call + " " + object + ": " + Sys.errnoText(errno) + " (errno " + errno + ")");
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** Throws when {@code result} is a negated errno, else returns it. */
    static int check(int result, String call, String object) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, object, -result);
        }
        return result;
    }
}
