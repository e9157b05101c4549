// SPDX-License-Identifier: Apache-2.0

/// Finds the messages of a corpus that are copies of each other, or nearly.
///
/// Locality-sensitive hashing: the values of a sketch are cut into bands, and messages that agree in any whole band are
/// compared. With ``bands`` bands of ``rows`` values a pair of resemblance J is compared with a probability of
/// 1 - (1 - J^rows)^bands: 0.9999 at 0.8, 0.53 at 0.5. Those whose sketches resemble each other by at least ``nearness``
/// belong together, and so does what belongs to either.
///
/// - SeeAlso: Indyk, Motwani, "Approximate nearest neighbors", 1998; Leskovec, Rajaraman, Ullman, "Mining of massive
///   datasets", chapter 3.
package enum CampaignSearch {
    static let rows = 5
    static let bands = 24
    /// From so much estimated resemblance on two messages are near duplicates.
    ///
    /// Two standard errors below 0.8, so that hardly any pair of that resemblance is missed.
    package static let nearness = 0.72
    /// A band's value that very many messages share is compared with so many of them, each of another group.
    private static let maxCompared = 16

    /// The group of each message: the number of its first message.
    ///
    /// - Complexity: O(n) for each band.
    package static func groups(of sketches: Sketches) -> [Int] {
        var sets = DisjointSets(count: sketches.count)
        for band in 0..<bands {
            let places = band * rows..<(band + 1) * rows
            var seen: [UInt64: [Int]] = [:]
            for message in 0..<sketches.count where sketches.isComparable(message) {
                let key = sketches.bandKey(message, places)
                let others = seen[key] ?? []
                var isOfKnownGroup = false
                for other in others {
                    if sets.root(of: other) == sets.root(of: message) {
                        isOfKnownGroup = true
                    } else if sketches.resemblance(other, message) >= nearness {
                        sets.unite(other, message)
                        isOfKnownGroup = true
                    }
                }
                if !isOfKnownGroup, others.count < maxCompared { seen[key, default: []].append(message) }
            }
        }
        return (0..<sketches.count).map { sets.root(of: $0) }
    }
}

/// Which of some numbers belong together: a forest whose roots are the least of each set.
///
/// - SeeAlso: Tarjan, "Efficiency of a good but not linear set union algorithm", 1975.
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    /// The least number of the set that a number belongs to.
    mutating func root(of number: Int) -> Int {
        var root = number
        while parents[root] != root {
            parents[root] = parents[parents[root]]
            root = parents[root]
        }
        return root
    }

    /// Makes two sets one.
    mutating func unite(_ left: Int, _ right: Int) {
        let (left, right) = (root(of: left), root(of: right))
        parents[max(left, right)] = min(left, right)
    }
}
