// SPDX-License-Identifier: Apache-2.0

/// Finds the messages of a corpus that are copies of each other, or nearly.
///
/// Locality-sensitive hashing: the values of a sketch are cut into bands, and of the sketches that agree in a whole band each is
/// compared with the first of them, in an order of their own. With ``bands`` bands of ``rows`` values a pair of resemblance J is
/// found with a probability of 1 - (1 - J^rows)^bands: 0.9999 at 0.8, 0.53 at 0.5. Those whose sketches resemble each other by at
/// least ``nearness`` belong together, and so does what belongs to either.
///
/// All of this is joins of sets, whatever the order of the messages: scripts/many/campaigns.py has them as SQL, for mail on many
/// machines, and finds the same.
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
    /// A band's value that very many sketches share is compared with so many of them.
    private static let maxCompared = 16

    /// The group of each message: the number of its first message.
    ///
    /// - Complexity: O(n) for each band, and O(n log n) once.
    package static func groups(of sketches: Sketches) -> [Int] {
        var sets = DisjointSets(count: sketches.count)
        let distinct = distinct(sketches, &sets)
        for band in 0..<bands {
            let places = band * rows..<(band + 1) * rows
            var seen: [UInt64: [Int]] = [:]
            for message in distinct {
                let key = sketches.bandKey(message, places)
                let others = seen[key] ?? []
                for other in others where sets.root(of: other) != sets.root(of: message) {
                    if sketches.resemblance(other, message) >= nearness { sets.unite(other, message) }
                }
                if others.count < maxCompared { seen[key, default: []].append(message) }
            }
        }
        return (0..<sketches.count).map { sets.root(of: $0) }
    }

    /// A message of each sketch, in the order of the sketches' identities; those of one sketch are made one set.
    private static func distinct(_ sketches: Sketches, _ sets: inout DisjointSets) -> [Int] {
        let order = (0..<sketches.count).filter { sketches.isComparable($0) }
            .map { (identity: sketches.bandKey($0, 0..<MinHash.count), message: $0) }.sorted { $0 < $1 }
        var distinct: [Int] = []
        var last: UInt64?
        for (identity, message) in order {
            if identity == last, let first = distinct.last {
                sets.unite(first, message)
            } else {
                distinct.append(message)
            }
            last = identity
        }
        return distinct
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
