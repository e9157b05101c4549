// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What a large receiver's server said, so short that it can be counted: codes, and words without anything that is somebody's.
enum ReceiverAnswer {
    /// The status code, the enhanced one, and the template of the text; the codes that begin each further line are left out.
    static func summary(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        var start = range.lowerBound
        var codes = ""
        if let code = text.number(at: start, before: range.upperBound), code.end == start + 3 {
            codes = text.text(start..<code.end)
            // `550-5.7.1` and `550 5.7.1`.
            start = min(range.upperBound, code.end + 1)
            if let enhanced = LogEvent.enhancedCodeEnd(text, at: start, before: range.upperBound) {
                codes += " " + text.text(start..<enhanced)
                start = enhanced
            }
        }
        let end = text.find(" (in reply to ", from: start, before: range.upperBound) ?? range.upperBound
        let words = LineTemplate.make(text, start..<end, .answer)
        return (codes + " " + words).replacing("  ", with: " ")
    }
}
