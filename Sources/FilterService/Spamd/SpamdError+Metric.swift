// SPDX-License-Identifier: Apache-2.0
import FilterPages
import SpamdProtocol

extension SpamdError {
    /// What it is to the metric.
    var fault: ConnectionFault {
        switch self {
        case .badRequestLine, .badField, .emptyMessage, .notMail: .garbage
        case .headTooLong, .tooLarge: .tooLarge
        case .cutShort, .lengthMismatch: .cutShort
        case .damagedCompression: .compression
        case .timedOut: .timeout
        case .unavailable: .unavailable
        case .tryLater: .tryLater
        }
    }
}
