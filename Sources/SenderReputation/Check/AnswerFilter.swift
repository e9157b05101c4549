// SPDX-License-Identifier: Apache-2.0

/// Which answers of a list count, as Postfix writes them: four numbers, each of which may be `[2;4..6]` (postconf(5)).
struct AnswerFilter {
    private let octets: [[ClosedRange<Int>]]

    /// Reads a filter; nil if it is none.
    init?(_ text: String) {
        var octets: [[ClosedRange<Int>]] = []
        var rest = text[...]
        while true {
            let isSet = rest.first == "["
            if isSet { rest = rest.dropFirst() }
            guard let end = isSet ? rest.firstIndex(of: "]") : rest.firstIndex(of: ".") ?? rest.endIndex else {
                return nil
            }
            var ranges: [ClosedRange<Int>] = []
            for part in rest[..<end].split(separator: ";", omittingEmptySubsequences: false) {
                let ends = part.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
                guard 1...2 ~= ends.count, let low = ends[0], let high = ends[ends.count - 1], 0 <= low, low <= high,
                    high <= 255
                else { return nil }
                ranges.append(low...high)
            }
            octets.append(ranges)
            rest = rest[end...]
            if isSet { rest = rest.dropFirst() }
            if rest.isEmpty { break }
            guard rest.first == ".", octets.count < 4 else { return nil }
            rest = rest.dropFirst()
        }
        guard octets.count == 4 else { return nil }
        self.octets = octets
    }

    /// Whether an answer counts.
    func matches(_ answer: [Int]) -> Bool {
        zip(octets, answer).allSatisfy { ranges, octet in ranges.contains { $0.contains(octet) } }
    }

    /// Whether an answer counts by which lists say that they do not answer: 127.255.255.252 to .255.
    var matchesErrors: Bool { (252...255).contains { matches([127, 255, 255, $0]) } }
}
