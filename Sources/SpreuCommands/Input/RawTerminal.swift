// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What the terminal was set to, for the handler of signals.
// SAFETY: written before the handler is set, and only read while it is.
nonisolated(unsafe) private let settingsBefore = UnsafeMutablePointer<termios>.allocate(capacity: 1)

/// The terminal of standard input, giving each key at once and showing none, until the owner goes or a signal ends the program.
///
/// There is one at a time.
final class RawTerminal {
    private var caught: [Int32] = []

    /// Sets the terminal; nil where standard input is none.
    init?() {
        guard tcgetattr(STDIN_FILENO, settingsBefore) == 0 else { return nil }
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] where !Self.isIgnored(number) {
            // All that it calls may be called in a handler (POSIX.1-2017, XSH 2.4.3).
            signal(number) { number in
                tcsetattr(STDIN_FILENO, TCSANOW, settingsBefore)
                signal(number, SIG_DFL)
                // It is blocked until the handler returns, and ends the program then.
                raise(number)
            }
            caught.append(number)
        }
        // Whoever started the program may have blocked them: then nothing but SIGKILL would end it, and leave the terminal raw.
        var caughtSet = sigset_t()
        sigemptyset(&caughtSet)
        for number in caught { sigaddset(&caughtSet, number) }
        pthread_sigmask(SIG_UNBLOCK, &caughtSet, nil)
        var settings = settingsBefore.pointee
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    deinit {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, settingsBefore)
        for number in caught { signal(number, SIG_DFL) }
    }

    /// Whether whoever started the program wants a signal to do nothing, as nohup does.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
