// SPDX-License-Identifier: Apache-2.0

/// What came of the new mail in mailboxes for reports.
public struct ReportCounts: Sendable, Equatable {
    /// Mail of one kind, with a file of it for an example.
    public struct Kind: Sendable, Equatable {
        /// How much.
        public var count = 0
        /// The first file.
        public var example: String?

        mutating func note(_ path: String) {
            count += 1
            if example == nil { example = path }
        }
    }

    /// Messages reported as spam; several reports of one by one person are one.
    public var spam = 0
    /// Messages reported as ham.
    public var ham = 0
    /// How many people reported them.
    public var reporters = 0
    /// Mail that none of the site's people surely sent: it teaches nothing.
    public var strangers = Kind()
    /// Mail without an attached message.
    public var withoutMessage = Kind()
}
