// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import MailDuties
import NightlyBatch
import SpamModel
import TextOutput

/// What the last night has left beside the models.
struct NightFiles {
    /// The model that is served.
    let model: ServedModel?
    /// The night by its report.
    let facts: Known<NightFacts>

    /// The most bytes of a report.
    private static let maxBytes = 64 << 20

    /// Takes a night that has just ended, and has left no report yet.
    init(_ night: BatchReport, _ configuration: NightlyConfiguration, now: Int) {
        model = ServedModel(configuration.repository, now: Int64(now))
        facts = .known(NightFacts(night))
    }

    /// Looks.
    ///
    /// - Parameter now: seconds since 1970.
    init(_ configuration: NightlyConfiguration, now: Int) {
        let repository = configuration.repository
        model = ServedModel(repository, now: Int64(now))
        let path = repository.path + "/report.json"
        do throws(DurableFileError) {
            let bytes = try ReadableFile.contents(of: path, limit: Self.maxBytes)
            let age = max(0, Int64(now) - (FileStatus(path)?.modified.seconds ?? 0)) / 3_600
            let night = (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))).flatMap {
                NightFacts($0, ageHours: Int(age), hamLossPercent: configuration.hamLossPercent)
            }
            facts = night.map { .known($0) } ?? .missing(DutyGap(.noNight, "\(path): no report of a night"))
        } catch {
            facts = .missing(DutyGap(.noNight, error.description))
        }
    }
}
