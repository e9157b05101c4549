// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TestSupport
import TrainingStore

/// Invented messages and stores of them.
enum StoreSamples {
    static let key = SiteKey(bytes: Array(0..<16)) ?? .random()
    static let extraction = Extraction(key: key)

    /// A message of its own for each number.
    static func message(_ number: Int, isSpam: Bool? = nil, date: Int64? = 1_700_000_000) -> StoredMessage {
        var digest = [UInt8](repeating: 0x5A, count: 32)
        for index in 0..<8 { digest[index] = UInt8(truncatingIfNeeded: number &* 0x9E37_79B9 >> (8 * index)) }
        digest[8] = UInt8(truncatingIfNeeded: number)
        digest[9] = UInt8(truncatingIfNeeded: number >> 8)
        return StoredMessage(
            digest: digest, messageID: UInt64(number + 1), date: date.map { $0 + Int64(number) }, size: 1_000 + number,
            isSpam: isSpam)
    }

    /// Features that depend on a number: some views empty, some of one feature, some with the first and last hash.
    static func features(_ number: Int, count: Int = 40) -> FeatureVector {
        var generator = SplitMix64(seed: UInt64(number))
        var features = FeatureVector()
        for view in FeatureView.allCases {
            features.starts[Int(view.rawValue)] = features.hashes.count
            var hashes = Set<UInt32>()
            if Int(view.rawValue) % 3 != number % 3 {
                for _ in 0..<count { hashes.insert(UInt32.random(in: 0...UInt32.max, using: &generator)) }
                if number % 2 == 0 { hashes.formUnion([0, .max]) }
            }
            features.hashes += hashes.sorted()
        }
        features.starts[FeatureView.allCases.count] = features.hashes.count
        return features
    }

    static func open(_ path: String, _ access: TrainingStore.Access = .writing) throws -> TrainingStore {
        try TrainingStore(path, access, extraction: extraction, who: "a test")
    }

    /// Puts messages into a store, each at a place of its own that says whether it is spam.
    static func fill(
        _ store: TrainingStore, _ numbers: Range<Int>, account: String? = nil, now: Int64 = 1_700_000_000,
        isSpam: (Int) -> Bool = { $0 % 2 == 1 }
    ) throws {
        let source = try store.source("/mail/\(account ?? "all")", account: account)
        var batch = IngestBatch()
        for number in numbers {
            let position = batch.add(message(number), features(number), account: account)
            batch.see(
                .new(position), at: location(source, number), before: nil,
                opinion: Opinion(isSpam: isSpam(number), origin: "test"))
        }
        try store.commit(batch, now: now)
    }

    static func location(_ source: Int64, _ number: Int, folder: UInt64 = 1) -> Location {
        Location(source: source, name: UInt64(number), folder: folder, since: 0, isGone: false, isCurrent: true)
    }
}

extension ScratchFolder {
    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name)))) }
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    }
    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }
}
