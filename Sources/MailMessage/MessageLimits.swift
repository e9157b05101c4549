// SPDX-License-Identifier: Apache-2.0

/// How much of one message is read: the bounds that keep hostile mail from costing time and memory.
///
/// Reaching a bound is never an error: the rest is left unread and the message says so in ``Message/cuts``.
/// The defaults are meant to be far beyond real mail.
public struct MessageLimits: Sendable, Equatable {
    /// Nesting of multiparts and enclosed messages; deeper parts are not listed, but their text is read.
    ///
    /// Default 50.
    public var maxDepth: Int
    /// Parts in one message, those of enclosed messages counted too; further ones are not listed, but their text is read.
    ///
    /// Default 1,000.
    public var maxParts: Int
    /// Bytes of one header, in the message and in each part; of further fields only those are listed on which reading depends.
    ///
    /// Default 1 MiB.
    public var maxHeaderBytes: Int
    /// Fields of one header; of further ones only those are listed on which reading depends: Content-*, From, Subject, ...
    ///
    /// Default 2,000.
    public var maxHeaderFields: Int
    /// Decoded bytes over all transfer-encoded enclosed messages, which have to be decoded to see their structure.
    ///
    /// Default 64 MiB. Other bodies are decoded on request, with the caller's own limit.
    public var maxDecodedBytes: Int

    /// Creates limits; each left out takes its default.
    public init(
        maxDepth: Int = 50, maxParts: Int = 1_000, maxHeaderBytes: Int = 1 << 20, maxHeaderFields: Int = 2_000,
        maxDecodedBytes: Int = 64 << 20
    ) {
        self.maxDepth = min(max(maxDepth, 0), Self.depthCeiling)
        self.maxParts = max(maxParts, 1)
        self.maxHeaderBytes = max(maxHeaderBytes, 0)
        self.maxHeaderFields = max(maxHeaderFields, 0)
        self.maxDecodedBytes = max(maxDecodedBytes, 0)
    }

    /// The defaults.
    public static let standard = MessageLimits()

    /// The structure parser recurses once for each level: this many fit any thread's stack.
    static let depthCeiling = 250
}

/// Something that was left unread because it reached a bound of ``MessageLimits``.
public struct Cut: Sendable, Equatable {
    /// Which bound was reached.
    public enum Limit: String, Sendable, CaseIterable {
        /// ``MessageLimits/maxDepth``.
        case depth
        /// ``MessageLimits/maxParts``.
        case parts
        /// ``MessageLimits/maxHeaderBytes``.
        case headerBytes
        /// ``MessageLimits/maxHeaderFields``.
        case headerFields
        /// ``MessageLimits/maxDecodedBytes``.
        case decodedBytes
        /// Four times the message, which are read again where mail programs differ (``Part/otherReadings``).
        case otherReadings
    }

    /// The bound that was reached.
    public let limit: Limit
    /// Where the unread bytes begin, in the bytes that hold them (inside a decoded message: in its bytes).
    public let offset: Int
    /// How many bytes were left unread.
    public let byteCount: Int

    /// Records a cut.
    public init(limit: Limit, offset: Int, byteCount: Int) {
        self.limit = limit
        self.offset = offset
        self.byteCount = byteCount
    }
}
