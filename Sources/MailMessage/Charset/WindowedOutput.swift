// SPDX-License-Identifier: Apache-2.0

/// A window of stack memory before a byte array: decoders write characters here, and whole windows are appended.
enum WindowedOutput {
    /// Bytes of the window; large enough that appending costs nothing, small enough for the first-level cache.
    static let windowBytes = 4096

    /// Calls `body` until it has no more to write, with the part of the window that it may fill.
    ///
    /// `body` returns whether it is done. It writes whole characters only, and may stop before the window is full; with less
    /// than four bytes of room left the output counts as cut, and so it does when `body` can make no use of the room there is.
    ///
    /// - Returns: whether the limit was met before `body` was done.
    static func fill(_ output: inout [UInt8], limit: Int, _ body: (inout OutputSpan<UInt8>) -> Bool) -> Bool {
        var room = max(0, limit)
        while true {
            let (count, isDone) = withTemporaryBytes(min(windowBytes, room)) { window in
                let isDone = body(&window)
                output.append(window.span)
                return (window.count, isDone)
            }
            room -= count
            if isDone { return false }
            if room < 4 || count == 0 { return true }
        }
    }
}
