// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import MailFeatures
import TextOutput

/// What is kept of each message's features to compare it with all others: 264 bytes, and no feature.
///
/// What a reader sees of a message: words and pairs of words of its text and subject, its links and attachments. Headers differ in
/// every copy of a campaign, and markup is the same in all mail of one program.
package struct Sketches: Sendable {
    /// The sketch of one message.
    package struct Sketch: Sendable, Equatable {
        /// See ``MinHash``; empty of a message with too few features to be compared.
        var values: [UInt16]
        /// A digest of all the features compared: equal in exact copies.
        var content: UInt64

        /// What other programs need of it, in hexadecimal digits: its identity (16 digits, by which sketches are ordered), its
        /// values (4 digits each) and the digest of what is compared; identity and values are empty where it is not compared.
        package var digits: (identity: String, values: String, content: String) {
            let identity = values.isEmpty ? "" : MinHash.key(of: values.span).hexadecimal
            return (identity, values.map(\.hexadecimal).joined(), content.hexadecimal)
        }
    }

    /// Messages of less are not compared: two words of thanks are no campaign.
    package static let fewestFeatures = 12
    private static let views: [FeatureView] = [.subject, .words, .wordPairs, .links, .attachments]

    /// All values, ``MinHash/count`` a message; zeros where there is no sketch.
    private var values: [UInt16] = []
    private var contents: [UInt64] = []
    private var isSketched: [Bool] = []

    /// Creates an empty collection.
    package init() {}

    /// How many messages there are.
    package var count: Int { contents.count }

    /// The sketch of some features.
    package static func sketch(_ features: FeatureVector) -> Sketch {
        var digest = XXH64()
        var compared: [UInt32] = []
        for view in views {
            features.withView(view) { hashes in
                withUnsafeBytes(of: UInt32(hashes.count).littleEndian) { digest.update($0) }
                digest.update(UnsafeRawBufferPointer(hashes))
                compared.append(contentsOf: hashes)
            }
        }
        let isEnough = compared.count >= fewestFeatures
        return Sketch(values: isEnough ? MinHash.sketch(of: compared) ?? [] : [], content: digest.finish())
    }

    /// Adds a message's sketch behind all others.
    package mutating func append(_ sketch: Sketch) {
        isSketched.append(!sketch.values.isEmpty)
        values += sketch.values.isEmpty ? Array(repeating: 0, count: MinHash.count) : sketch.values
        contents.append(sketch.content)
    }

    /// Whether a message can be compared.
    package func isComparable(_ message: Int) -> Bool { isSketched[message] }

    /// The digest of what is compared.
    func content(_ message: Int) -> UInt64 { contents[message] }

    /// How much two messages resemble each other, 0 to 1; 0 where one cannot be compared.
    package func resemblance(_ left: Int, _ right: Int) -> Double {
        guard isSketched[left], isSketched[right] else { return 0 }
        let all = values.span
        return MinHash.resemblance(
            all.extracting(left * MinHash.count..<(left + 1) * MinHash.count),
            all.extracting(right * MinHash.count..<(right + 1) * MinHash.count))
    }

    /// A number that messages share whose values in a band are the same.
    func bandKey(_ message: Int, _ band: Range<Int>) -> UInt64 {
        let start = message * MinHash.count
        return MinHash.key(of: values.span.extracting(start + band.lowerBound..<start + band.upperBound))
    }

    /// The messages that resemble one most, the nearest first; of equals the first.
    ///
    /// - Complexity: O(n) comparisons of ``MinHash/count`` values each.
    package func nearest(to message: Int, count: Int, among candidates: some Sequence<Int>) -> [(
        message: Int, resemblance: Double
    )] {
        var nearest: [(message: Int, resemblance: Double)] = []
        for other in candidates where other != message {
            let value = resemblance(message, other)
            guard value > 0, nearest.count < count || value > nearest[count - 1].resemblance else { continue }
            let place = nearest.firstIndex { $0.resemblance < value } ?? nearest.count
            nearest.insert((other, value), at: place)
            if nearest.count > count { nearest.removeLast() }
        }
        return nearest
    }
}
