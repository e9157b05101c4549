// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with each `{}` replaced by one of the values, in order.
    package func placing(_ values: String...) -> String {
        var text = ""
        var rest = self[...]
        for value in values {
            guard let place = rest.firstRange(of: "{}") else { break }
            text += rest[..<place.lowerBound] + value
            rest = rest[place.upperBound...]
        }
        return text + rest
    }
}
