// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import MailDuties
import MailFeatures
import NightlyBatch
import SpamModel
import TextOutput
import TrainingStore

/// What the last night has left beside the models.
struct NightFiles {
    /// The model that is served.
    let model: ServedModel?
    /// The night by its report.
    let facts: Known<NightFacts>
    /// How the last night that began ended: one that failed leaves no report.
    let ended: Known<NightEnd?>

    /// The most bytes of a report.
    private static let maxBytes = 64 << 20

    /// Takes a night that has just ended, and has left no report yet.
    init(_ night: BatchReport, _ configuration: NightlyConfiguration, now: Int) {
        model = ServedModel(configuration.repository, now: Int64(now))
        facts = .known(NightFacts(night))
        ended = .known(.done)
    }

    /// Looks.
    ///
    /// - Parameter now: seconds since 1970.
    init(_ configuration: NightlyConfiguration, now: Int) {
        let repository = configuration.repository
        model = ServedModel(repository, now: Int64(now))
        ended = Self.ended(configuration, now: Int64(now))
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

    private static func ended(_ configuration: NightlyConfiguration, now: Int64) -> Known<NightEnd?> {
        do {
            try TrainingStore.requireStore(configuration.store)
            let key = try SiteKey.load(path: configuration.key, groupMayRead: true)
            let last = try StoreOwner.reading(configuration.store) { () throws(StoreError) in
                try TrainingStore(
                    configuration.store, .watching, extraction: Extraction(key: key), adoptsSettings: true,
                    who: "spreu duties"
                ).runs(last: 1).last
            }
            return .known(last.map { NightEnd($0, now: now) })
        } catch StoreError.missing {
            return .known(nil)
        } catch {
            return .missing(DutyGap(.noNight, "\(error)"))
        }
    }
}

extension NightEnd {
    /// Reads how a night ended.
    ///
    /// - Parameter now: seconds since 1970.
    fileprivate init(_ night: RunRecord, now: Int64) {
        let hours = max(0, now - night.started) / 3_600
        self =
            switch night.outcome {
            case .failed: .failed(hours: Int(hours), reason: night.detail ?? "")
            case nil where hours >= SiteStatus.workHours: .unfinished(hours: Int(hours))
            default: .done
            }
    }
}
