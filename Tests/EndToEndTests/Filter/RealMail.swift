// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// Messages to send through real servers: of the sample corpus, and of public corpora where they are present.
enum RealMail: String, CaseIterable, Sendable {
    case sample
    case spamassassin
    case csdmc

    static let count = 200

    var isPresent: Bool { self == .sample || SharedFiles.exists("corpora/\(rawValue)/index") }

    /// The paths of so many messages, spread over the corpus.
    func paths() throws -> [String] {
        let all: [String]
        if self == .sample {
            all = try SampleCorpus.index().map { try SampleCorpus.path($0.path) }
        } else {
            let text = try String(contentsOfFile: SharedFiles.path("corpora/\(rawValue)/index"), encoding: .utf8)
            all = text.split(separator: "\n").compactMap { line in
                line.split(separator: " ", maxSplits: 1).last.map { SharedFiles.path("corpora/\(rawValue)/" + $0) }
            }
        }
        return (0..<Self.count).map { all[$0 * all.count / Self.count] }
    }

    /// What `spreu classify` says of each file, by its path.
    static func logOdds(_ paths: [String]) throws -> [String: Double] {
        let outcome = try Spreu.run(["classify", "--model", Spreu.model(), "--json", "--format", "message"] + paths)
        var found: [String: Double] = [:]
        for line in outcome.text.split(separator: "\n") {
            let value = try JSON(Array(line.utf8))
            if let path = value["path"].string, case .number(let logOdds) = value["logOdds"] { found[path] = logOdds }
        }
        return found
    }
}
