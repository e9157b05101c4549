// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import TrainingStore

/// Makes a large store of a small one, to measure training on more mail than anybody publishes.
///
///     make-large-store KEY FROM TO COUNT [PERCENT]
///
/// Each message is a message of `FROM` without every tenth of its features, one minute after the one before, with the label
/// that the message had. With PERCENT it has so many of each hundred of its features, others for each copy: short messages, which
/// are also harder to tell apart.
@main
enum MakeLargeStore {
    static func main() throws {
        let arguments = CommandLine.arguments
        let percent = arguments.count == 6 ? UInt64(arguments[5]) : nil
        guard arguments.count == 5 || percent.map({ 1...100 ~= $0 }) == true, let count = Int(arguments[4]), count > 0
        else {
            fail("usage: make-large-store KEY FROM TO COUNT [PERCENT]", code: 64)
        }
        let key = try SiteKey.load(path: arguments[1])
        let extraction = Extraction(key: key)
        let small = try TrainingStore(arguments[2], .reading, extraction: extraction, who: "make-large-store")
        let messages = try small.labelled()
        guard !messages.isEmpty else {
            fail("make-large-store: \(arguments[2]) has no labelled message", code: 66)
        }
        let large = try TrainingStore(arguments[3], .writing, extraction: extraction, who: "make-large-store")
        let source = try large.source("generated")
        var batch = IngestBatch()
        for number in 0..<count {
            // A step that is prime to most numbers mixes classes and times.
            let original = messages[number &* 7_919 % messages.count]
            var digest = original.digest
            for byte in 0..<8 { digest[byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) ^ digest[byte + 8] }
            let message = StoredMessage(
                digest: digest, date: 1_600_000_000 + 60 * Int64(number), size: 5_000, isSpam: original.isSpam)
            let features = original.features.features
            let position = batch.add(
                message, percent.map { sample(features, number, percent: $0) } ?? thinned(features, number))
            let location = Location(source: source, name: UInt64(number), folder: 0, since: 0)
            batch.see(
                .new(position), at: location, before: nil,
                opinion: Opinion(isSpam: original.isSpam, origin: "generated"))
            if batch.byteCount > 128 << 20 {
                try large.commit(batch, now: 1_700_000_000)
                batch = IngestBatch()
            }
        }
        try large.commit(batch, now: 1_700_000_000)
    }

    private static func fail(_ line: String, code: Int32) -> Never {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
        exit(code)
    }

    /// So many of each hundred features, drawn by hash and number.
    private static func sample(_ features: FeatureVector, _ number: Int, percent: UInt64) -> FeatureVector {
        filtered(features) { hash in
            // SplitMix64's finish: neighbours in hash or number are drawn apart.
            var bits = UInt64(hash) &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
            bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
            return (bits ^ bits >> 31) % 100 < percent
        }
    }

    /// The features without those whose hash leaves a remainder that depends on the number.
    private static func thinned(_ features: FeatureVector, _ number: Int) -> FeatureVector {
        filtered(features) { Int($0 % 10) != number % 10 }
    }

    private static func filtered(_ features: FeatureVector, _ isKept: (UInt32) -> Bool) -> FeatureVector {
        var thin = FeatureVector()
        for view in FeatureView.allCases {
            thin.starts[Int(view.rawValue)] = thin.hashes.count
            features.withView(view) { hashes in thin.hashes += hashes.filter(isKept) }
        }
        thin.starts[FeatureView.allCases.count] = thin.hashes.count
        thin.sender = features.sender
        return thin
    }
}
