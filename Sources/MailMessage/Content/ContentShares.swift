// SPDX-License-Identifier: Apache-2.0

/// Divides a budget among texts: those that are shown come first, the others keep a share, and so does the end of each.
struct ContentShares {
    /// How much of each text there is room for.
    let sizes: [Int]

    /// Gives each as much as it needs, if there is room; else those that are first three quarters (more if the others need
    /// less), and within both groups all the same to each that needs more.
    init(of needs: [Int], areFirst: [Bool], limit: Int) {
        let firstNeeds = zip(needs, areFirst).map { $1 ? $0 : 0 }
        let otherNeeds = zip(needs, areFirst).map { $1 ? 0 : $0 }
        let (first, others) = (firstNeeds.reduce(0, +), otherNeeds.reduce(0, +))
        guard first + others > limit else {
            sizes = needs
            return
        }
        let firstLimit = min(first, max(limit - limit / 4, limit - others))
        let firstSizes = Self.evenly(firstNeeds, limit: firstLimit)
        let otherSizes = Self.evenly(otherNeeds, limit: limit - firstLimit)
        sizes = zip(firstSizes, otherSizes).map { $0 + $1 }
    }

    /// The largest equal shares that fit, smaller needs met in full (max-min fairness).
    private static func evenly(_ needs: [Int], limit: Int) -> [Int] {
        guard needs.reduce(0, +) > limit else { return needs }
        var shares = needs
        var left = limit
        let order = needs.indices.sorted { needs[$0] < needs[$1] }
        for (position, index) in order.enumerated() {
            shares[index] = min(needs[index], left / (order.count - position))
            left -= shares[index]
        }
        return shares
    }

    /// The places of a range that fit into a share: all, or three quarters from its beginning and one from its end.
    static func pieces(of range: Range<Int>, share: Int) -> [Range<Int>] {
        if range.isEmpty { return [] }
        guard range.count > share else { return [range] }
        let end = share / 4
        return [range.lowerBound..<(range.lowerBound + share - end), (range.upperBound - end)..<range.upperBound]
    }
}
