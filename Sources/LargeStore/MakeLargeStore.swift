// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import TrainingStore

/// Makes a large store of a small one, to measure training on more mail than anybody publishes.
///
///     make-large-store KEY FROM TO COUNT
///
/// Each message is a message of `FROM` without every tenth of its features, one minute after the one before, with the label
/// that the message had.
@main
enum MakeLargeStore {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let count = Int(arguments[4]), count > 0 else {
            fail("usage: make-large-store KEY FROM TO COUNT", code: 64)
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
            let position = batch.add(message, thinned(original.features.features, number))
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

    /// The features without those whose hash leaves a remainder that depends on the number.
    private static func thinned(_ features: FeatureVector, _ number: Int) -> FeatureVector {
        var thin = FeatureVector()
        for view in FeatureView.allCases {
            thin.starts[Int(view.rawValue)] = thin.hashes.count
            features.withView(view) { hashes in
                thin.hashes += hashes.filter { Int($0 % 10) != number % 10 }
            }
        }
        thin.starts[FeatureView.allCases.count] = thin.hashes.count
        thin.sender = features.sender
        return thin
    }
}
