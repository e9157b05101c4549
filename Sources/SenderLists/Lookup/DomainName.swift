// SPDX-License-Identifier: Apache-2.0

/// A domain as the list compares it: labels in lower case, those beyond ASCII in their ASCII form, without a dot at the end.
///
/// `Müller.example` and `xn--mller-kva.example` are one domain: people write the one, and mail has the other.
enum DomainName {
    /// The domain in that form.
    static func plain(_ domain: some StringProtocol) -> String {
        var labels = String(domain).split(separator: ".", omittingEmptySubsequences: false)
        while labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        return labels.map { label($0) }.joined(separator: ".")
    }

    /// The longest label that has an ASCII form (RFC 1035).
    private static let maxLabelBytes = 63

    private static func label(_ label: Substring) -> String {
        let ascii = label.asciiLowercased
        guard ascii.utf8.contains(where: { $0 >= 0x80 }) else { return ascii }
        let encoded = punycode(Array(label.lowercased().unicodeScalars))
        return encoded.map { "xn--" + $0 } ?? ascii
    }

    /// The code points as ASCII; nil for too many.
    ///
    /// - SeeAlso: RFC 3492, sections 5 and 6, whose names these are.
    private static func punycode(_ points: [Unicode.Scalar]) -> String? {
        guard points.count <= maxLabelBytes else { return nil }
        var output = points.filter(\.isASCII).map { UInt8($0.value) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var (n, delta, bias, handled) = (UInt32(128), 0, 72, basic)
        while handled < points.count {
            guard let next = points.lazy.map(\.value).filter({ $0 >= n }).min() else { return nil }
            delta += Int(next - n) * (handled + 1)
            n = next
            for point in points {
                if point.value < n { delta += 1 }
                guard point.value == n else { continue }
                append(delta, bias, to: &output)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return output.count + 4 <= maxLabelBytes ? String(decoding: output, as: UTF8.self) : nil
    }

    /// Writes a number in digits whose weight grows with the bias.
    private static func append(_ delta: Int, _ bias: Int, to output: inout [UInt8]) {
        var (q, k) = (delta, 36)
        while true {
            let t = min(max(k - bias, 1), 26)
            if q < t { break }
            output.append(digit(t + (q - t) % (36 - t)))
            q = (q - t) / (36 - t)
            k += 36
        }
        output.append(digit(q))
    }

    private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }

    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
