// SPDX-License-Identifier: Apache-2.0
import Glibc
import ReportPages
import TextOutput

/// Standard output for data, standard error for everything else.
enum Console {
    /// Writes data to standard output.
    ///
    /// - Throws: ``Failure`` when it cannot be written, as on a full disk.
    static func write(_ text: String) throws(Failure) {
        try write(Array(text.utf8)[...])
    }

    /// Writes bytes to standard output as they are.
    static func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
        guard writeAll(bytes, to: STDOUT_FILENO) else {
            throw Failure(.ioFailed, "standard output: \(String(cString: strerror(errno))); check where it goes")
        }
    }

    /// Writes one line to standard error: what, where, what to do.
    static func error(_ line: String) { note("error: \(line)") }

    /// Writes one line to standard error about input that could not be read as it should be.
    static func warning(_ line: String, _ language: Language = .english) {
        note("\(language == .german ? "Warnung" : "warning"): \(line)")
    }

    /// Writes one line to standard error.
    static func note(_ line: String) { writeToErrors("spreu: \(line.forTerminal())\n") }

    /// Writes text to standard error as it is.
    static func writeToErrors(_ text: String) { _ = writeAll(Array(text.utf8)[...], to: STDERR_FILENO) }

    /// Whether a person watches standard error.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard output is a terminal that shows colours, and nobody asked for none (no-color.org).
    static var hasColours: Bool {
        isatty(STDOUT_FILENO) == 1 && Environment.value("NO_COLOR") == nil
            && ![nil, "dumb"].contains(Environment.value("TERM"))
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}
