// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TextOutput

/// What a night reads from the repository and writes to it.
extension ModelRepository {
    /// Replaces the report of the last night, whether its model is served or was refused.
    ///
    /// - Parameter pages: what is written of it for people, by file name.
    func write(latestReport report: BatchReport, with pages: [String: [UInt8]]) throws(RepositoryError) {
        try write(Array(report.json.text.utf8), asFile: "report.json")
        for (name, bytes) in pages.sorted(by: { $0.key < $1.key }) { try write(bytes, asFile: name) }
    }

    /// The report of the last night as text: its file beside the exports.
    static let latestReportText = "report.txt"

    /// What the model that learned most learned, of those here since the last that was served by force, and when it was made;
    /// nil: there is none.
    ///
    /// - Throws: `ModelFileError` if the model that is served cannot be read; others that cannot are left out, and so is one
    ///   of an older format: after an upgrade nothing can serve it, and it must not keep out the one that can be served.
    func largest() throws(ModelFileError) -> (counts: TrainingCounts, made: Int64)? {
        guard currentName != nil else { return nil }
        func counts(_ name: String) throws(ModelFileError) -> (counts: TrainingCounts, made: Int64) {
            let model = try SpamModel.open(
                model(name), keyID: nil, extractorVersion: nil, verification: .headerOnly)
            return (model.parameters.counts, Self.time(of: name) ?? 0)
        }
        var largest: (counts: TrainingCounts, made: Int64)?
        do throws(ModelFileError) {
            // A missing one blocks nothing.
            largest = try servedName.map(counts)
        } catch {
            guard case .unsupportedVersion(let found, let supported) = error.problem, found < supported else {
                throw error
            }
        }
        for export in list().reversed() {
            if let other = try? counts(export.name),
                other.counts.ham + other.counts.spam > largest.map({ $0.counts.ham + $0.counts.spam }) ?? -1
            {
                largest = other
            }
            if ModelManifest.wasForced(folder(export.name) + "/manifest.json") { break }
        }
        return largest
    }
}
