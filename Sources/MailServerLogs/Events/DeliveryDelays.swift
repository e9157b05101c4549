// SPDX-License-Identifier: Apache-2.0

/// The four stages of a delivery's delay, in seconds: Postfix's `delays=a/b/c/d`.
package struct DeliveryDelays: Sendable, Equatable {
    /// Before the queue manager: the message's transfer and filters before the queue.
    package var beforeQueue: Double
    /// In the queue manager.
    package var inQueue: Double
    /// Setting up the connection: DNS, EHLO, TLS.
    package var connection: Double
    /// Sending the message.
    package var transmission: Double

    /// Ten years: what is beyond was made up.
    private static let maxSeconds = 315_360_000.0

    /// Reads `0.2/0.02/0.04/3.3`; nil for anything else.
    package init?(_ text: Span<UInt8>, _ range: Range<Int>) {
        var values = InlineArray<4, Double>(repeating: 0)
        var start = range.lowerBound
        for index in 0..<4 {
            let end = text.index(of: UInt8(ascii: "/"), from: start, or: range.upperBound)
            guard let value = text.decimal(start..<end), value <= Self.maxSeconds else { return nil }
            values[index] = value
            if end == range.upperBound, index < 3 { return nil }
            start = end + 1
        }
        (beforeQueue, inQueue, connection, transmission) = (values[0], values[1], values[2], values[3])
    }
}
