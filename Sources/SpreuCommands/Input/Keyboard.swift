// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Single keys, as they are pressed; the bytes of standard input where that is no terminal.
///
/// Control-C is a key like others, so that the terminal is always put back as it was.
struct Keyboard: ~Copyable {
    private var before: termios?

    init() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
        before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    deinit {
        guard var before else { return }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    }

    /// The next key; nil at the end of the input.
    func next() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }
}
