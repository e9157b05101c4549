// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TextOutput

/// Numbers and dates as a reader of a language writes them: the only place where a page's numbers become text.
package struct LocalNumbers: Sendable {
    private let language: Language

    /// Creates the numbers of a language.
    package init(_ language: Language) { self.language = language }

    /// A count: `1,204`, `1.204`.
    package func count(_ value: Int) -> String { local(grouped(value)) }

    /// A count that is only known as a sum of probabilities.
    package func count(_ value: Double) -> String { count(Int(value.rounded())) }

    /// A figure with so many decimals: `0.25`, `0,25`.
    package func decimal(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "\u{2013}" }
        return local(fixedPoint(value, digits: digits)).replacing("-", with: "\u{2212}")
    }

    /// A figure with so many decimals and a plain minus, for a terminal.
    package func plain(_ value: Double, digits: Int) -> String { local(fixedPoint(value, digits: digits)) }

    /// A figure with three significant digits and a plain minus, for a terminal: `0.644`, `29,3`.
    package func significant(_ value: Double) -> String { local(TextOutput.significant(value)) }

    /// A sum of log-odds, with its sign and two decimals: `+1.35`, `−0,43`.
    package func signed(_ value: Double) -> String {
        (value <= -0.005 ? "\u{2212}" : "+") + decimal(abs(value), digits: 2)
    }

    /// A percentage, more finely where it is small: `3.4 %`, `0.067 %`.
    package func percent(_ value: Double) -> String { bare(value) + "\u{A0}%" }

    /// A percentage that somebody has set, as they would write it: `0.1 %`, `5 %`.
    package func limit(_ value: Double) -> String { axis(value) + "\u{A0}%" }

    /// A percentage at an axis, without its sign: as few decimals as it needs, `5`, `0.5`, `0.05`.
    package func axis(_ value: Double) -> String {
        var text = fixedPoint(value, digits: 4)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return local(text)
    }

    /// The ends of an interval of a percentage: `2.4 to 4.9 %`.
    package func interval(_ lower: Double, _ upper: Double) -> String {
        bare(lower) + (language == .german ? " bis " : " to ") + percent(upper)
    }

    /// The ends of an interval of a change: `−0.31 to +0.02`.
    package func range(_ lower: Double, _ upper: Double) -> String {
        change(lower) + (language == .german ? " bis " : " to ") + change(upper)
    }

    /// A percentage without its sign.
    private func bare(_ value: Double) -> String {
        let size = abs(value)
        // What is not 0 must not look like it, nor what is not 100.
        var digits = size == 0 || size == 100 ? 0 : size < 0.1 ? 3 : size < 1 || size > 99 ? 2 : 1
        var least = 0.0005
        while size > 0, size < least, digits < 8 {
            digits += 1
            least /= 10
        }
        return decimal(value, digits: digits)
    }

    /// A change of a percentage, with its sign.
    package func change(_ value: Double) -> String { (value > 0 ? "+" : "") + bare(value) }

    /// A size in bytes: `1,204 bytes`, `51,1 MB` of a million each.
    package func size(ofBytes bytes: Int) -> String {
        guard language == .german else { return TextOutput.size(ofBytes: bytes) }
        return bytes < 10_000 ? count(bytes, "Byte", "Bytes") : local(TextOutput.size(ofBytes: bytes))
    }

    /// A duration in the unit that suits it: `2.0 s`, `6,7 min`, `3,5 Tage`.
    package func duration(seconds: Double) -> String {
        switch seconds {
        case ..<60: decimal(seconds, digits: 1) + " s"
        case ..<3_600: decimal(seconds / 60, digits: 1) + " min"
        case ..<172_800: decimal(seconds / 3_600, digits: 1) + " h"
        default: decimal(seconds / 86_400, digits: 1) + (language == .german ? " Tage" : " d")
        }
    }

    /// A count with its noun: `1 line`, `1.204 Zeilen`.
    package func count(_ value: Int, _ one: String, _ many: String) -> String {
        "\(count(value)) \(value == 1 ? one : many)"
    }

    /// A point in time, of Greenwich.
    package func time(_ secondsSince1970: Int64) -> String {
        let text = MailDate(secondsSince1970: secondsSince1970).rfc3339
        return day(text) + " " + text.dropFirst(11).prefix(5) + " UTC"
    }

    /// A day, of Greenwich.
    package func day(_ secondsSince1970: Int64) -> String { day(MailDate(secondsSince1970: secondsSince1970).rfc3339) }

    /// A day without its year: `03-07`, `07.03.`.
    package func shortDay(_ secondsSince1970: Int64) -> String {
        let day = MailDate(secondsSince1970: secondsSince1970).rfc3339.prefix(10).suffix(5)
        return language == .german ? day.split(separator: "-").reversed().joined(separator: ".") + "." : String(day)
    }

    private func day(_ rfc3339: String) -> String {
        let parts = rfc3339.prefix(10).split(separator: "-")
        return language == .german ? parts.reversed().joined(separator: ".") : String(rfc3339.prefix(10))
    }

    private func local(_ number: String) -> String {
        guard language == .german else { return number }
        return String(number.map { $0 == "," ? "." : $0 == "." ? "," : $0 })
    }
}
