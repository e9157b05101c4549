// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TestSupport
import Testing

/// One thing that a suite says of a message, and what we read.
struct Check: Sendable {
    var what: String
    var actual: String
    var expected: String
    var agrees: Bool { actual == expected }
}

/// A value of a header, with what another project reads in it.
struct FieldCase: Sendable, CustomTestStringConvertible {
    /// The name that `docs/conformance.md` uses: a file, and the place in it.
    var name: String
    var header = ""
    var expected = JSON.null
    var testDescription: String { name }
}

/// The suites' files, and how results are compared with them.
enum Suite {
    static let isPresent = SharedFiles.exists("mime")

    static func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: SharedFiles.path("mime/" + path))))
    }

    /// The names of a folder's files that end in `suffix`, sorted.
    static func files(_ folder: String, suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: SharedFiles.path("mime/" + folder))) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// The cases of one of stalwart's files of header values.
    static func fieldCases(_ file: String) -> [FieldCase] {
        guard let json = try? JSON(contentsOf: SharedFiles.path("mime/stalwart/\(file).json")) else { return [] }
        return json.elements.enumerated().map { index, element in
            FieldCase(
                name: "\(file) #\(index + 1)", header: element["header"].string ?? "", expected: element["expected"])
        }
    }

    /// Length, hash and beginning of a body, so that a difference fits a line.
    static func summary(_ content: [UInt8]) -> String {
        let hash = content.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) { $0 = ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let start = String(decoding: content.prefix(40), as: UTF8.self).debugDescription
        return "\(content.count) \(String(hash, radix: 16)) \(start)"
    }

    /// Expects every check of a case to agree, or one at least not to if the case is a listed deviation.
    static func expect(_ checks: [Check], _ name: String, deviations: [String: String]) {
        let differences = checks.filter { !$0.agrees }.map { "\($0.what): \($0.actual) ≠ \($0.expected)" }
        if let reason = deviations[name] {
            withKnownIssue(Comment(rawValue: reason)) { #expect(differences == []) }
        } else {
            #expect(differences == [])
        }
    }

    /// Expects that at most `known` checks differ, and that at least 95 of 100 agree.
    static func expectShare(_ checks: [Check], known: Int) {
        let differing = checks.count { !$0.agrees }
        #expect(!checks.isEmpty)
        #expect(differing == known, "\(differing) of \(checks.count) differ")
        #expect(Double(differing) <= 0.05 * Double(checks.count), "\(differing) of \(checks.count) differ")
    }
}
