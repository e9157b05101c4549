// SPDX-License-Identifier: Apache-2.0
public import MailMessage
import TextOutput

/// The header field in which a verdict travels with its message: how it is written, and when it is believed.
///
///     X-Spreu: spam, probability=0.988109, log-odds=4.42000103, model=5f0c33a1d2e4b697
///     X-Spreu: ham, probability=0.988109, log-odds=4.42000103, model=5f0c33a1d2e4b697, list=allow
///     X-Spreu: unfiltered, reason=no-model
///     X-Spreu: unsure, recipients=several
///
/// Whoever writes the field removes those that the message came with (``HeaderRewrite``): a sender could have written
/// them.
public enum VerdictField {
    /// The name of the field.
    public static let name = "X-Spreu"

    /// The field's value for a message that a model scored; what the site's list says comes first.
    public static func value(_ message: MessageScore) -> String {
        let score = message.score
        var value =
            "\(message.verdict.rawValue), probability=\(fixedPoint(score.probability, digits: 6)),"
            + " log-odds=\(fixedPoint(score.logOdds, digits: 8)), model=\(message.modelID)"
        if let list = message.list { value += ", list=\(list.rawValue)" }
        return message.isPartial ? value + ", scanned=first-part" : value
    }

    /// The field's value for a message that no model scored.
    ///
    /// - Parameter reason: A word without blanks or commas.
    public static func value(unfiltered reason: String) -> String { "unfiltered, reason=\(reason)" }

    /// The field's value for a message that no model scored, and that the site's list decided.
    ///
    /// - Parameter reason: A word without blanks or commas.
    public static func value(_ list: ListAction, unfiltered reason: String) -> String {
        "\(list.verdict.rawValue), list=\(list.rawValue), reason=\(reason)"
    }

    /// The field's value for a message to several customers of one filter: the verdict that all their models share, else `unsure`.
    ///
    /// It has no score and no model: all recipients read the same field, and nobody is told what another's model says.
    public static func value(shared verdict: Verdict) -> String { "\(verdict.rawValue), recipients=several" }

    /// The verdict that a value states; nil if it begins with another word.
    public static func verdict(statedBy value: String) -> Verdict? {
        let word = value.drop { $0 == " " }.prefix { $0.isASCII && $0.isLetter }
        return Verdict(rawValue: word.lowercased())
    }

    /// The log-odds that a value states; nil if it states none that can be.
    package static func logOdds(statedBy value: String) -> Double? {
        guard let found = value.firstRange(of: "log-odds=") else { return nil }
        let number = value[found.upperBound...].prefix { $0 != "," && $0 != " " }
        return number.utf8.count <= 32 ? Double(number).flatMap { $0.isFinite ? $0 : nil } : nil
    }

    /// What the site's own filter wrote into a message's header; nil if it wrote nothing.
    ///
    /// Only a field above everything that came from outside counts: below, a sender may have put it there, and spam that
    /// claims to be filed by a filter would count less when somebody moves it to Junk.
    public static func verdict(in message: SiteMessage) -> Verdict? {
        value(in: message).flatMap { verdict(statedBy: $0) }
    }

    /// The value of the field that the site's own filter wrote; nil if it wrote none.
    package static func value(in message: SiteMessage) -> String? {
        for (field, origin) in zip(message.message.header.fields, message.origins) {
            if origin.isFromOutside { return nil }
            if field.hasName("x-spreu") { return field.unfolded }
        }
        return nil
    }
}
