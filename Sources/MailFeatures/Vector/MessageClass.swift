// SPDX-License-Identifier: Apache-2.0

/// What a message is: wanted mail or spam.
public enum MessageClass: UInt8, Sendable, CaseIterable {
    /// Wanted mail.
    case ham = 0
    /// Unwanted mail.
    case spam = 1
}
