// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A share of ham that may be lost: where the table of spam missed reads its thresholds.
public struct HamAllowance: Sendable, Hashable {
    /// The share in percent as reports write it, and the key in JSON.
    public let name: String
    /// The share, 0 to 1.
    public let share: Double

    /// The four that reports show; 0.1 % is the headline figure.
    public static let all: [HamAllowance] = [
        HamAllowance(name: "0.01", percent: 0.01), HamAllowance(name: "0.1", percent: 0.1),
        HamAllowance(name: "0.5", percent: 0.5), HamAllowance(name: "1", percent: 1),
    ]

    private init(name: String, percent: Double) {
        self.name = name
        share = percent / 100
    }

    /// How many of so many ham may score above the threshold.
    ///
    /// The threshold is the score of the ham that comes next, so one less than all is the most.
    func messages(of ham: Int) -> Int { min(Int((share * Double(ham)).rounded(.down)), ham - 1) }

    /// Whether a corpus of so many ham is too small for this share to be a whole message.
    public func isFiner(than ham: Int) -> Bool { share * Double(ham) < 1 }
}

/// The natural log-odds of a probability.
func logit(_ probability: Double) -> Double { log(probability / (1 - probability)) }

/// The probability of natural log-odds.
func unlogit(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }
