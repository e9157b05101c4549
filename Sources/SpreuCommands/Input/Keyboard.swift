// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Single keys, as they are pressed; the bytes of standard input where that is no terminal.
///
/// Control-C is a key like others, and a signal that ends the program finds the terminal put back as it was.
struct Keyboard: ~Copyable {
    private static let escape: UInt8 = 27
    /// What a key sends comes all at once; a person takes longer for the next, in milliseconds.
    private static let pause: Int32 = 50

    private let terminal: RawTerminal?

    init() { terminal = RawTerminal() }

    /// The next key; nil at the end of the input.
    ///
    /// What arrow and function keys send, which begins as Escape does, is passed over.
    func next() -> UInt8? {
        while true {
            guard let key = nextByte() else { return nil }
            guard key == Self.escape else { return key }
            var second: UInt8 = Self.escape
            while second == Self.escape {
                guard isMoreWaiting, let byte = nextByte() else { return Self.escape }
                second = byte
            }
            passOver(from: second)
        }
    }

    /// Reads the rest of an escape sequence (ECMA-48, section 5.4; section 8.3.143 for keys of an application).
    private func passOver(from second: UInt8) {
        if second == UInt8(ascii: "O"), isMoreWaiting { _ = nextByte() }
        guard second == UInt8(ascii: "[") else { return }
        while isMoreWaiting, let byte = nextByte() { if 0x40...0x7E ~= byte { return } }
    }

    private var isMoreWaiting: Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, Self.pause) > 0
    }

    private func nextByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }
}
