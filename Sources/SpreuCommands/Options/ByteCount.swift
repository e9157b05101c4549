// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// A number of bytes as people write it: `2G`, `800M`.
struct ByteCount {
    let bytes: Int

    init(_ text: String) throws(ValidationError) {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        guard let unit = text.last, let factor = units[unit], let number = Int(text.dropLast()),
            (1...1_000_000).contains(number)
        else { throw ValidationError("write a number with K, M or G, such as 800M") }
        bytes = number * factor
    }
}
