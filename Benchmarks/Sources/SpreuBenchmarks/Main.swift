// SPDX-License-Identifier: Apache-2.0
import CBaseline
import Foundation
import MailFeatures
import SpamTraining

/// Measures the hot paths on one core, beside C loops over the same bytes in the same run.
@main
struct SpreuBenchmarks {
    static let usage = """
        usage: SpreuBenchmarks [--best N] [--only WORD] [SOURCE...]     time each stage over the mail of SOURCE
               SpreuBenchmarks digest [SOURCE...]                       a number for the features of each view
               SpreuBenchmarks scale [MESSAGES [THREADS]]               training on 100,000 invented messages, wall time

        SOURCE  an archive, folder or index; default: ../shared/corpora/lists/linux-mips-bulk.mbox.xz, else
                ../shared/corpora/spamassassin, else corpora/sample
        --best  how many runs the best is taken of (default 5)
        --only  only stages whose name contains WORD (the C loops always run)
        """

    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "digest" {
            return print(FeatureDigest(try Corpus(Array(arguments.dropFirst()))).text, terminator: "")
        }
        if arguments.first == "scale" {
            let numbers = arguments.dropFirst().compactMap { Int($0) }
            return ScaleBenchmark(
                messages: max(1, numbers.first ?? 100_000), threads: max(1, numbers.dropFirst().first ?? 2)
            ).run()
        }
        var (runs, only) = (5, "")
        while let option = arguments.first, option.hasPrefix("--") {
            guard arguments.count > 1, option == "--best" || option == "--only" else {
                print(usage)
                exit(option == "--help" ? 0 : 64)
            }
            if option == "--best" { runs = max(1, Int(arguments[1]) ?? runs) } else { only = arguments[1] }
            arguments.removeFirst(2)
        }
        measure(try Corpus(arguments), runs: runs, only: only)
    }

    static func measure(_ corpus: Corpus, runs: Int, only: String) {
        let megabytes = String(format: "%.1f", Double(corpus.bytes) / 1e6)
        print(
            "\(corpus.name): \(corpus.messages.count) messages, \(megabytes) MB; user CPU of one core, best of \(runs)")
        var memchr = CLoop("C memchr lines") { UInt64(baseline_memchr($0, $1)) }
        var words = CLoop("C word hash loop") { baseline_words($0, $1) }
        _ = (memchr.prepare(corpus), words.prepare(corpus))
        let yardsticks = [Measurement.best(of: runs, &memchr), Measurement.best(of: runs, &words)]
        print(row("stage", "MB/s", "us/message", "x C memchr", "x C loop"))
        for yardstick in yardsticks { show(yardstick, yardsticks) }
        for benchmark in benchmarks where only.isEmpty || benchmark.name.contains(only) {
            var benchmark = benchmark
            guard benchmark.prepare(corpus) else { continue }
            show(Measurement.best(of: runs, &benchmark), yardsticks)
        }
    }

    static var benchmarks: [any Benchmark] {
        let reading: [any Benchmark] = [
            ArchiveScan(), Structure(), Decoding(.base64), Decoding(.quotedPrintable), Decoding(.text), HTML(),
            Features("features: words", [.words, .headerWords]),
            Features("features: default learner", FusionLearner.views),
            Features("features: all views", .all), ArchiveToWords(),
        ]
        return reading + Learning<NaiveBayesLearner>.allSteps + Learning<FusionLearner>.allSteps + [Evaluation()]
    }

    /// A line of the table; the ratio is of times for as many bytes.
    static func show(_ measurement: Measurement, _ yardsticks: [Measurement]) {
        let hasBytes = measurement.work.bytes > 0
        let ratios = yardsticks.map { measurement.nanosecondsPerByte / $0.nanosecondsPerByte }
        print(
            row(
                measurement.name, hasBytes ? String(format: "%.0f", measurement.megabytesPerSecond) : "",
                String(format: "%.2f", measurement.microsecondsPerMessage),
                hasBytes ? String(format: "%.1f", ratios[0]) : "", hasBytes ? String(format: "%.2f", ratios[1]) : ""))
    }

    static func row(_ name: String, _ cells: String...) -> String {
        name.padding(toLength: 34, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
    }
}
