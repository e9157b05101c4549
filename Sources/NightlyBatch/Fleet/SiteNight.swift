// SPDX-License-Identifier: Apache-2.0
import Foundation
import TextOutput

/// The last night of one of many sites, in names and counts: what a fleet's task has collected.
public struct SiteNight: Sendable, Equatable {
    /// Bytes of a line at most.
    public static let maxLineBytes = 64 << 10

    /// The site's name.
    public var site: String
    /// The exit code of its night; nil: it could not be begun, or was killed.
    public var code: Int?
    /// How long it took.
    public var seconds: Double?
    /// How it ended (`RunRecord.Outcome`); nil: nobody knows.
    public var outcome: String?
    /// What it ingested.
    public var new: Int?
    /// What its model learned.
    public var ham: Int?
    /// What its model learned.
    public var spam: Int?
    /// Files and folders that could not be read.
    public var unread: Int?
    /// What it measured, by name (``NightFigure``).
    public var figures: [String: Double] = [:]
    /// The error, where there was one.
    public var error: String?

    /// Creates the night of a site of which nothing else is known.
    public init(site: String) { self.site = site }

    /// Reads a line of JSON; nil where that is no site's night.
    public init?(line: some StringProtocol) {
        guard line.utf8.count <= Self.maxLineBytes,
            case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)),
            case .string(let site)? = members["site"], !site.isEmpty
        else { return nil }
        self.init(site: site)
        code = members["code"]?.whole
        seconds = members["seconds"]?.number
        unread = members["unread"]?.whole
        if case .string(let text)? = members["error"] { error = text }
        guard case .object(let night)? = members["night"] else { return }
        if case .string(let text)? = night["outcome"] { outcome = text }
        if case .object(let ingest)? = night["ingest"] { new = ingest["new"]?.whole }
        if case .object(let learned)? = night["train"] { (ham, spam) = (learned["ham"]?.whole, learned["spam"]?.whole) }
        if case .object(let values)? = night["figures"] { figures = values.compactMapValues(\.number) }
    }

    package subscript(figure: NightFigure) -> Double? { figures[figure.rawValue] }
}

extension JSONValue {
    fileprivate var whole: Int? { if case .integer(let value) = self { value } else { nil } }

    fileprivate var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value.isFinite ? value : nil
        default: nil
        }
    }
}
