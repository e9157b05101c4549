// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import Testing

@Suite("Sketches of sets")
struct MinHashTests {
    @Test("the estimated resemblance is near the true one, whatever the sets' size", arguments: [20, 100, 2_000])
    func resemblance(size: Int) throws {
        var corpus = SyntheticCorpus(seed: UInt64(size))
        for share in [0.0, 0.2, 0.5, 0.8, 1.0] {
            var error = 0.0
            for _ in 0..<40 {
                let left = corpus.features(size)
                let right = corpus.copy(of: left, exchanging: Int(Double(size) * (1 - share)))
                let jaccard = Double(left.intersection(right).count) / Double(left.union(right).count)
                let sketches = (try #require(MinHash.sketch(of: left)), try #require(MinHash.sketch(of: right)))
                error += MinHash.resemblance(sketches.0.span, sketches.1.span) - jaccard
            }
            // Forty times 128 values: three standard errors are 0.02, more where few elements fill many bins.
            #expect(abs(error / 40) < (size < 100 ? 0.06 : 0.025), "\(share) of \(size)")
        }
    }

    @Test("an empty set has no sketch, and the order of elements does not matter")
    func order() throws {
        #expect(MinHash.sketch(of: []) == nil)
        #expect(MinHash.sketch(of: [1, 2, 3, 40]) == MinHash.sketch(of: [40, 2, 3, 1]))
        #expect(MinHash.sketch(of: [7])?.count == MinHash.count)
    }
}
