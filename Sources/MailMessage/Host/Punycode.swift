// SPDX-License-Identifier: Apache-2.0

/// The encoding of international labels in host names: `xn--bcher-kva` is `bücher`.
///
/// - SeeAlso: RFC 3492; RFC 5890, section 2.3.2.1 (A-labels and U-labels)
package enum Punycode {
    /// What an A-label begins with.
    private static let prefix = "xn--"
    /// No label of a host name is longer (RFC 1035, section 2.3.4): the work on one is bounded.
    private static let maxLabelBytes = 63
    private static let (base, tMin, tMax, skew, damp): (Int, Int, Int, Int, Int) = (36, 1, 26, 38, 700)
    private static let (firstBias, firstCode) = (72, 128)
    private static let maxCode = 0x10FFFF

    /// A host name with its A-labels as the letters that they stand for; labels that are none stay as they are.
    package static func decoded(host: String) -> String { mapLabels(of: host) { decoded(label: $0) } }

    /// A host name with each label of other letters than ASCII's as an A-label; one too long for a label stays as it is.
    package static func encoded(host: String) -> String { mapLabels(of: host) { encoded(label: $0) } }

    private static func mapLabels(of host: String, _ map: (String) -> String?) -> String {
        host.split(separator: ".", omittingEmptySubsequences: false).map { map(String($0)) ?? String($0) }
            .joined(separator: ".")
    }

    /// The letters of an A-label; nil for any other label, and for one that decodes to nothing but ASCII.
    private static func decoded(label: String) -> String? {
        guard label.utf8.count <= maxLabelBytes, label.lowercased().hasPrefix(prefix) else { return nil }
        let digits = Array(label.utf8.dropFirst(prefix.utf8.count))
        guard digits.allSatisfy({ $0 < 0x80 }) else { return nil }
        let delimiter = digits.lastIndex(of: UInt8(ascii: "-"))
        var codes = delimiter.map { digits[..<$0].map(Int.init) } ?? []
        var (code, bias, place) = (firstCode, firstBias, 0)
        var at = delimiter.map { $0 + 1 } ?? 0
        while at < digits.count {
            let before = place
            var weight = 1
            var step = base
            while true {
                guard at < digits.count, let digit = value(of: digits[at]) else { return nil }
                at += 1
                place += digit * weight
                guard place <= maxCode * maxLabelBytes else { return nil }
                let threshold = min(max(step - bias, tMin), tMax)
                if digit < threshold { break }
                weight *= base - threshold
                // Beyond it no code is left.
                guard weight <= maxCode * maxLabelBytes else { return nil }
                step += base
            }
            let count = codes.count + 1
            bias = adapted(place - before, count: count, isFirst: before == 0)
            code += place / count
            place %= count
            guard code <= maxCode, Unicode.Scalar(UInt32(code)) != nil else { return nil }
            codes.insert(code, at: place)
            place += 1
        }
        let scalars = codes.compactMap { Unicode.Scalar(UInt32($0)) }
        guard scalars.contains(where: { !$0.isASCII }) else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The A-label of a label; nil for one of ASCII, and one that is too long.
    private static func encoded(label: String) -> String? {
        let codes = label.lowercased().unicodeScalars.map { Int($0.value) }
        guard codes.count <= maxLabelBytes, codes.contains(where: { $0 >= firstCode }) else { return nil }
        var output = codes.filter { $0 < firstCode }.map { UInt8($0) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var (code, delta, bias, done) = (firstCode, 0, firstBias, basic)
        while done < codes.count, let next = codes.filter({ $0 >= code }).min() {
            delta += (next - code) * (done + 1)
            code = next
            for other in codes {
                if other < code { delta += 1 }
                guard other == code else { continue }
                var rest = delta
                var step = base
                while true {
                    let threshold = min(max(step - bias, tMin), tMax)
                    if rest < threshold { break }
                    output.append(digit(of: threshold + (rest - threshold) % (base - threshold)))
                    rest = (rest - threshold) / (base - threshold)
                    step += base
                }
                output.append(digit(of: rest))
                bias = adapted(delta, count: done + 1, isFirst: done == basic)
                delta = 0
                done += 1
            }
            delta += 1
            code += 1
        }
        guard prefix.utf8.count + output.count <= maxLabelBytes else { return nil }
        return prefix + String(decoding: output, as: UTF8.self)
    }

    /// How the bias follows what was read (RFC 3492, section 6.1).
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / damp : delta / 2
        delta += delta / count
        var steps = 0
        while delta > (base - tMin) * tMax / 2 {
            delta /= base - tMin
            steps += base
        }
        return steps + (base - tMin + 1) * delta / (delta + skew)
    }

    private static func value(of digit: UInt8) -> Int? {
        switch digit {
        case 0x30...0x39: Int(digit) - 0x30 + 26
        case 0x41...0x5A: Int(digit) - 0x41
        case 0x61...0x7A: Int(digit) - 0x61
        default: nil
        }
    }

    private static func digit(of value: Int) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }
}
