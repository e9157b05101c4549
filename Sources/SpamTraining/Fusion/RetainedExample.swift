// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// An example, and how much of it is left beside the newest of its batch.
struct RetainedExample: Sendable {
    private let example: TrainingExample
    /// 1 for the newest, less for what is older.
    private let retention: Double

    init(_ example: TrainingExample, retention: Double) {
        self.example = example
        self.retention = retention
    }

    /// The features of these views; others may be missing.
    func features(of views: FeatureViews) -> FeatureVector { example.reference.features(of: views) }
    var isCounted: Bool { example.isCounted }
    var isSpam: Bool { example.messageClass == .spam }

    /// How much it counts where messages are counted, in units (``ClassCounts``); nothing if its label is doubted.
    var units: Int {
        example.isCounted ? Int((retention * Double(ClassCounts.unitsPerMessage)).rounded()) : 0
    }

    /// How many of its units are taken back when its label turns out to be doubtful: three quarters.
    ///
    /// Measured on labels flipped on purpose and on mail in the order of time: all and a half are both worse than most.
    var doubtedUnits: Int { units * 3 / 4 }

    /// How much it counts where weights are moved, 0 to 1.
    var weight: Float { example.weight * Float(retention) }
}
