// SPDX-License-Identifier: Apache-2.0
import SpamdProtocol

extension SpamdError {
    /// A word for the metric.
    var kind: String {
        switch self {
        case .badRequestLine, .badField, .emptyMessage, .notMail: "garbage"
        case .headTooLong, .tooLarge: "too-large"
        case .cutShort, .lengthMismatch: "cut-short"
        case .damagedCompression: "compression"
        case .timedOut: "timeout"
        case .unavailable: "unavailable"
        case .tryLater: "try-later"
        }
    }
}
