// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// A number of bytes as people write it: `2G`, `800M`.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        guard let unit = argument.last, let factor = units[unit], let number = Int(argument.dropLast()),
            (1...1_000_000).contains(number)
        else { return nil }
        bytes = number * factor
    }
}
