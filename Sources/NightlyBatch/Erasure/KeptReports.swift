// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import Glibc
import SpamEvaluation
import SpamModel
import TextOutput

/// The nights' reports and scores, which name messages and accounts: beside each export, and of the last night.
struct KeptReports {
    /// No report and no scores of a night have more.
    private static let maxBytes = 1 << 30

    private let repository: ModelRepository

    init(_ repository: ModelRepository) { self.repository = repository }

    /// The exports that are there, the oldest first.
    var exports: [String] { repository.list().map(\.name) }

    /// The files of an export, or, of nil, of the last night, as the repository names them.
    func name(_ file: String, of export: String?) -> String { (export.map { $0 + "/" } ?? "") + file }

    /// Rewrites a report as JSON, if it is there and changes; returns whether it did.
    func rewriteJSON(of export: String?, _ change: (JSONValue) -> JSONValue) throws -> Bool {
        let name = name("report.json", of: export)
        guard let bytes = try content(name) else { return false }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: bytes) else {
            throw ErasureError(path: repository.path + "/" + name, reason: "it is not JSON")
        }
        let changed = change(value)
        if changed == value { return false }
        try repository.write(Array(changed.text.utf8), asFile: name)
        return true
    }

    /// Rewrites a report as text, if it is there and changes; returns whether it did.
    func rewriteText(of export: String?, _ change: (String) -> String) throws -> Bool {
        let name = name(ModelRepository.latestReportText, of: export)
        guard let bytes = try content(name) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        let changed = change(text)
        if changed == text { return false }
        try repository.write(Array(changed.utf8), asFile: name)
        return true
    }

    /// Removes a report's page, if there is one: it cannot be rewritten, and all that it says is in the other files.
    ///
    /// - Returns: whether there was one.
    func removePage(of export: String?) throws -> Bool {
        let path = repository.path + "/" + name(ModelRepository.reportPage, of: export)
        if unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw ErasureError(path: path, reason: String(cString: strerror(errno)))
    }

    /// Rewrites the scores of an export, if they are there and change; returns how many lines did.
    func rewriteScores(of export: String, _ change: (ScoredMessage) -> ScoredMessage?) throws -> Int {
        let name = name("scores", of: export)
        guard let bytes = try content(name) else { return 0 }
        let scores = try ScoresFile.parse(Array(bytes), path: repository.path + "/" + name).messages
        let changed = scores.map(change)
        let count = zip(scores, changed).count { $0 != $1 }
        if count == 0 { return 0 }
        let text = changed.compactMap { $0 }.map { ScoresFile.line(for: $0) + "\n" }.joined()
        try repository.write(Array(text.utf8), asFile: name)
        return count
    }

    /// What a file holds; nil if it is not there.
    private func content(_ name: String) throws -> Data? {
        let path = repository.path + "/" + name
        do throws(DurableFileError) {
            return Data(try ReadableFile.contents(of: path, limit: Self.maxBytes))
        } catch {
            if error.number == ENOENT { return nil }
            throw ErasureError(path: path, reason: error.reason)
        }
    }
}
