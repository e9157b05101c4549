// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import NightlyBatch
import SiteConfiguration
public import SpamTraining

/// Which learner makes the model.
enum LearnerChoice: String, ExpressibleByArgument, CaseIterable {
    /// Naive Bayes and AROW, fused: the most accurate.
    case fusion
    /// Naive Bayes over words and word pairs: the fastest.
    case naiveBayes = "naive-bayes"
}

/// The learner and its settings.
struct LearningOptions: ParsableArguments {
    @Option(help: "The learner: fusion (most accurate) or naive-bayes (fastest).")
    var learner = LearnerChoice.fusion

    @Option(
        name: .customLong("ham-loss"),
        help: ArgumentHelp("The share of ham that may be called spam, in percent.", valueName: "percent"))
    var hamLossPercent = 0.1

    @Option(
        name: .customLong("spam-loss"),
        help: ArgumentHelp("The share of spam that may be called ham, in percent.", valueName: "percent"))
    var spamLossPercent = 0.5

    @Option(
        name: .customLong("half-life"),
        help: ArgumentHelp(
            "Number of newer messages after which a message counts half (fusion only); 0: never. (default: 10000)",
            valueName: "messages"))
    var halfLife: Int?

    @Option(
        name: .customLong("training-window"),
        help: ArgumentHelp(
            "Learn at most this many messages at once, the newest (fusion only); 0: all. (default: 20 half-lives)",
            valueName: "messages"))
    var trainingWindow: Int?

    @Option(
        help: ArgumentHelp("Settings that 'spreu tune' found better on your mail (fusion only).", valueName: "file"))
    var settings: String?

    @Option(
        name: .customLong("expert"),
        help: ArgumentHelp(
            "A member of the fusion; may be repeated. (default: the standard ones; others are for comparisons)",
            valueName: "name"))
    var experts: [Expert] = []

    func validate() throws {
        if learner == .naiveBayes && !experts.isEmpty { throw ValidationError("--expert requires --learner fusion") }
        if Set(experts).count < experts.count { throw ValidationError("an --expert is given twice") }
        if let halfLife, halfLife < 0 {
            throw ValidationError("--half-life takes a number of messages, not \(halfLife)")
        }
        if learner == .naiveBayes && trainingWindow != nil {
            throw ValidationError("--training-window requires --learner fusion")
        }
        if let trainingWindow, trainingWindow < 0 {
            throw ValidationError("--training-window takes a number of messages, not \(trainingWindow)")
        }
        for (name, value) in [("--ham-loss", hamLossPercent), ("--spam-loss", spamLossPercent)]
        where !(value >= 0 && value < 100) {
            throw ValidationError("\(name) takes a share from 0 to 100 percent, not \(value)")
        }
    }

    /// The options of the learner itself; what the command line says comes before what a file says.
    ///
    /// - Throws: ``ConfigurationError`` when the settings cannot be read.
    func options() throws(ConfigurationError) -> LearnerOptions {
        var parameters = Hyperparameters.standard
        if let settings { parameters = try Hyperparameters(contentsOf: settings) }
        if let halfLife { parameters.halfLife = halfLife == 0 ? nil : Double(halfLife) }
        var options = LearnerOptions(
            hamLossLimit: hamLossPercent / 100, spamLossLimit: spamLossPercent / 100, hyperparameters: parameters,
            experts: experts.isEmpty ? Expert.standard : experts)
        if let trainingWindow { options.window = LearningWindow(messages: trainingWindow) }
        return options
    }
}

extension Expert: ExpressibleByArgument {}
