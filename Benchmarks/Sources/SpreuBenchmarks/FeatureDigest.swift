// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage

/// A number for the features of all messages, view by view: the same before and after a change that is for speed only.
struct FeatureDigest {
    private var sums = [UInt64](repeating: 0xcbf2_9ce4_8422_2325, count: FeatureView.allCases.count)
    private var counts = [Int](repeating: 0, count: FeatureView.allCases.count)

    init(_ corpus: Corpus, views: FeatureViews = .all) {
        var extractor = FeatureExtractor(key: corpus.key, options: FeatureOptions(views: views))
        var features = FeatureVector()
        for bytes in corpus.messages {
            extractor.extract(Message(bytes), into: &features)
            for view in FeatureView.allCases { add(features, view) }
        }
    }

    private mutating func add(_ features: FeatureVector, _ view: FeatureView) {
        let index = Int(view.rawValue)
        var sum = sums[index]
        features.withView(view) { hashes in
            counts[index] += hashes.count
            sum = (sum ^ UInt64(hashes.count)) &* 0x100_0000_01b3
            for hash in hashes { sum = (sum ^ UInt64(hash)) &* 0x100_0000_01b3 }
        }
        sums[index] = sum
    }

    /// One line a view: name, number of features, digest.
    var text: String {
        FeatureView.allCases.map { view in
            let index = Int(view.rawValue)
            return "\(view) \(counts[index]) \(String(sums[index], radix: 16))\n"
        }.joined()
    }
}
