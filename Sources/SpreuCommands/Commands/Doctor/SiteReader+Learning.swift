// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Foundation
import Glibc
import MailFeatures
import NightlyBatch
import SiteConfiguration
import SiteHealth
import SpamModel
import TextOutput
import TrainingStore

extension SiteReader {
    /// Reads key, store, nights and model; returns the key, and what accounts are called.
    mutating func readLearning(_ configuration: NightlyConfiguration) -> AccountNames? {
        facts.learning.keyPath = configuration.key
        facts.learning.staleDays = configuration.gate.staleDays
        var key: SiteKey?
        facts.learning.key = readKey(configuration.key, &key)
        if let filter, filter.key != configuration.key {
            var other: SiteKey?
            facts.learning.filterKey = readKey(filter.key, &other)
        }
        let names = readStore(configuration, key)
        readModel(configuration, key)
        return names
    }

    private mutating func readKey(_ path: String, _ key: inout SiteKey?) -> LearningFacts.Key {
        do throws(SiteKeyError) {
            let loaded = try SiteKey.load(path: path, groupMayRead: true)
            key = loaded
            return .id(loaded.id)
        } catch {
            switch error {
            case .missing: return .missing
            case .malformed, .notAFile: return .damaged(error.description)
            // That others can read it is found where permissions are looked at; what key it is nobody looks.
            case .exposed: note(.key, .depends(.permissions))
            case .foreign, .failed: note(.key, .read(.notAllowed(path)))
            }
            return .unknown
        }
    }

    private mutating func readStore(_ configuration: NightlyConfiguration, _ key: SiteKey?) -> AccountNames? {
        do throws(StoreError) {
            try TrainingStore.requireStore(configuration.store)
        } catch {
            if case .missing = error {
                facts.night = .none
            } else {
                facts.learning.storeProblem = error.description
                note(.settings, .depends(.night))
            }
            return nil
        }
        facts.learning.hasStore = true
        guard let key else {
            note(.night, .depends(.key))
            note(.settings, .depends(.key))
            return nil
        }
        do throws(StoreError) {
            return try StoreOwner.reading(configuration.store) { () throws(StoreError) in
                let store = try TrainingStore(
                    configuration.store, .watching, extraction: Extraction(key: key), adoptsSettings: true,
                    who: "spreu doctor")
                facts.learning.storeKey = key.id
                let last = try store.runs(last: 1).last
                facts.night = last.map { .last(night($0, configuration)) } ?? .none
                let names = try AccountNames(store, style: configuration.people)
                let settings = configuration.site.digest(key)
                // What another version has read says nothing of settings.
                if last?.ingested != nil, try store.outdatedCount().waiting == 0 {
                    facts.learning.storeHasSettings = store.extraction.settings == settings
                } else {
                    note(.settings, .depends(.night))
                }
                return names
            }
        } catch {
            var closed = HealthArea.night
            switch error {
            case .wrongKey(_, let found, _):
                facts.learning.storeKey = found
                closed = .key
            // Its mode is found where permissions are looked at.
            case .exposed: closed = .permissions
            default: facts.learning.storeProblem = error.description
            }
            // What lies behind it was not looked at, whatever is found of the thing itself.
            if closed != .night { note(.night, .depends(closed)) }
            note(.settings, .depends(closed))
            return nil
        }
    }

    private func night(_ record: RunRecord, _ configuration: NightlyConfiguration) -> LastNight {
        let outcome: LastNight.Outcome =
            switch record.outcome {
            case nil: .unfinished
            case .served, .kept: .done
            case .refused: .refused
            case .waiting: .waiting
            case .failed: .failed
            }
        return LastNight(
            started: record.started, outcome: outcome, detail: record.detail,
            hasWarnings: record.outcome == .served && record.code != 0, unread: unread(configuration))
    }

    /// The most bytes of a night's report that are read.
    private static let maxReportBytes = 16 << 20

    /// How many places the last night could not read, by its report.
    private func unread(_ configuration: NightlyConfiguration) -> Int? {
        let path = configuration.repository.path + "/report.json"
        guard let text = try? SmallFile.text(path, maxBytes: Self.maxReportBytes),
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)),
            case .object(let report) = value, case .object(let unread)? = report["unread"],
            case .integer(let count)? = unread["count"]
        else { return nil }
        return count
    }

    private mutating func readModel(_ configuration: NightlyConfiguration, _ key: SiteKey?) {
        let repository = configuration.repository
        do throws(RepositoryError) {
            try repository.requireReadable()
        } catch {
            return note(.model, .read(.notAllowed(repository.path)))
        }
        let served = repository.current + "/" + ModelRepository.modelName
        if let filter, FileName.resolved(filter.model) != FileName.resolved(served) || FileStatus(filter.model) == nil,
            repository.currentName != nil
        {
            facts.learning.otherModelPath = served
        }
        guard let name = repository.currentName else {
            facts.learning.model = .missing
            return
        }
        facts.learning.modelTime = ModelRepository.time(of: name)
        facts.learning.isPinned = repository.isPinned
        if let problem = repository.problem {
            facts.learning.model = .damaged(problem)
            return note(.settings, .depends(.model))
        }
        var trusted: TrustedKeys?
        if let path = filter?.publicKey {
            do throws(SignatureKeyError) {
                trusted = try TrustedKeys.load(path: path)
            } catch {
                facts.learning.model = .unsigned(error.description)
                return note(.settings, .depends(.model))
            }
        }
        do throws(ModelFileError) {
            let model = try SpamModel.open(
                repository.model(name), keyID: key?.id, extractorVersion: FeatureExtractor.version, signedBy: trusted)
            facts.learning.model = .served(
                ServedModel(
                    id: model.id.hexadecimal, callsNothingSpam: model.parameters.thresholds.callNothingSpam,
                    hasFilterSettings: key.flatMap { agrees(model, $0) }))
        } catch {
            facts.learning.model =
                switch error.problem {
                case .wrongExtractor(let found, let expected): .otherExtractor(model: found, program: expected)
                case .wrongKey: .otherKey
                case .notSigned, .cannotReadSignature, .badSignature, .untrustedSigner, .falseSignature,
                    .tooLargeToVerify:
                    .unsigned(error.description)
                default: .damaged(error.description)
                }
        }
        if key == nil { note(.settings, .depends(.key)) }
        switch facts.learning.model {
        case .served, .missing, .unknown: break
        case .otherKey: note(.settings, .depends(.key))
        default: note(.settings, .depends(.model))
        }
    }

    /// Whether the filter reads mail as the model learned it; nil: there is no filter, or it does not mind.
    private func agrees(_ model: SpamModel, _ key: SiteKey) -> Bool? {
        guard let filter, !filter.allowsOtherSettings else { return nil }
        return !model.parameters.wereLearned(withOtherSettingsThan: filter.site.digest(key))
    }

    // MARK: disks

    /// Bytes that a night needs beside two models: the ledger's log, reports, scores.
    private static let nightBytes = 64 << 20
    /// What is assumed of a model that is not there yet (docs/model-file.md).
    private static let usualModelBytes = 25 << 20
    /// The most segments that are counted.
    private static let maxSegments = 100_000

    mutating func readDisks(_ configuration: NightlyConfiguration) {
        let repository = configuration.repository
        let model = repository.currentName.flatMap { FileStatus(repository.model($0))?.size } ?? Self.usualModelBytes
        let segments = FolderNames(configuration.store + "/segments", most: Self.maxSegments).names
        let files = segments.map { configuration.store + "/segments/" + $0 } + [configuration.store + "/ledger.sqlite"]
        let storeBytes = files.reduce(0) { $0 + (FileStatus($1, followsLinks: false)?.size ?? 0) }
        var disks: [UInt64: DiskFacts] = [:]
        for (path, needed, more) in [
            (configuration.store, Self.nightBytes, storeBytes), (configuration.models, 2 * model, 0),
        ] {
            let place = Self.existing(path)
            guard let space = FileSystemSpace(place), let device = FileStatus(place)?.identity.device else {
                note(.disk, .read(.notAllowed(path)))
                continue
            }
            var disk = disks[device] ?? DiskFacts(path: place, free: space.free, needed: 0, neededToReread: 0)
            (disk.hasInodes, disk.isReadOnly) = (space.hasInodes, space.isReadOnly)
            disk.needed += needed
            disk.neededToReread += more
            disks[device] = disk
        }
        facts.disks = disks.values.sorted { $0.path < $1.path }
    }

    /// The folder on the way to a path that is there.
    static func existing(_ path: String) -> String {
        var place = path
        while FileStatus(place) == nil, let slash = place.lastIndex(of: "/") {
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        return place.isEmpty ? "/" : place
    }
}
