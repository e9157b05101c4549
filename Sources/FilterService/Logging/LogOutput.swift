// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// Where log lines go: whole, one after another, and without ever waiting for their reader.
///
/// Lines are written on event loops. A pipe that nobody empties would stop them all, and with them the mail; so a line
/// for which there is no room is dropped, and the next one that gets through says how many were.
final class LogOutput: Sendable {
    private struct State {
        /// Lines that were left out since the last that got through.
        var lost = 0
        /// Whether the last line was cut in the middle.
        var isCut = false
    }

    private let descriptor: Int32
    /// Held while a line is written: lines never mix, and nobody else takes the room that was found.
    private let state = Mutex(State())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes a line.
    ///
    /// - Parameter notice: the line that tells how many were lost.
    func write(_ line: String, notice: (Int) -> String) {
        state.withLock { state in
            if state.lost > 0 {
                guard put(notice(state.lost), &state) else {
                    state.lost += 1
                    return
                }
                state.lost = 0
            }
            if !put(line, &state) { state.lost = 1 }
        }
    }

    /// Writes a line if there is room for it.
    private func put(_ line: String, _ state: inout State) -> Bool {
        var text = (state.isCut ? "\n" : "") + line + "\n"
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, !rest.isEmpty {
                // A pipe or socket that has room at all takes so much at once; a file always does (pipe(7)).
                let count = hasRoom ? Glibc.write(descriptor, base, min(rest.count, Int(PIPE_BUF))) : 0
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    state.isCut = state.isCut && rest.count == bytes.count || rest.count < bytes.count
                    return false
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            state.isCut = false
            return true
        }
    }

    private var hasRoom: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        var count = poll(&request, 1, 0)
        while count < 0 && errno == EINTR { count = poll(&request, 1, 0) }
        return count == 1
    }
}
