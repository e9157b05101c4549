// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import MailIngest
import NightlyBatch
import TextOutput
import TrainingStore

/// `spreu plan`: what an ingest would read, cut into tasks for several processes.
struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Cut what a site's ingest has to read into tasks for several processes or machines.",
        discussion: """
            Writes a manifest: one task a line, as JSON. Each is done by 'spreu ingest --segment-only --task', on any \
            machine that has the mail and the key; 'spreu store merge' takes the results into the store.

            Example: spreu plan --config /etc/spreu/spreu.yaml --shards 8 -o plan.jsonl
            """)

    @OptionGroup var site: ConfigurationOptions

    @Option(help: ArgumentHelp("At most so many tasks, of about the same size.", valueName: "number"))
    var shards: Int?

    @Option(
        help: ArgumentHelp(
            "Tasks of about this size: 256M, 2G. (default: 256M, unless --shards is given)", valueName: "bytes"),
        transform: { try ByteCount($0) })
    var bytes: ByteCount?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The manifest to write. (default: standard output)", valueName: "file"))
    var output: String?

    /// Some twenty seconds of work: what is lost by a kill, and much more than it takes to begin.
    private static let usualBytes = 256 << 20

    func validate() throws {
        if shards != nil && bytes != nil { throw ValidationError("give either --shards or --bytes") }
        if let shards, !(1...1_000_000).contains(shards) {
            throw ValidationError("--shards takes a number from 1 to 1000000, not \(shards)")
        }
    }

    func run() throws {
        let configuration = try site.read()
        try OutputPath.require([output], apartFrom: [])
        let key = try KeyOptions.loadOrCreate(configuration.key)
        let found = configuration.findSources()
        var warnings = Warnings()
        for problem in found.problems { warnings.tell("\(problem)") }
        let taskSize = shards.map { ReadingPlan.Size.shards($0) } ?? .bytes(bytes?.bytes ?? Self.usualBytes)
        let plan = try ReadingPlan(
            found.sources, taskSize,
            extraction: Extraction(key: key, settings: configuration.site.named))
        warnings.tell(plan.warnings)
        guard !plan.tasks.isEmpty else { throw Failure(.noInput, "no mail was found at the configuration's sources") }
        let lines = plan.tasks.map { $0.line + "\n" }.joined()
        guard let output else {
            try Console.write(lines)
            return try warnings.status.end()
        }
        try TextFile.write(lines, to: output)
        let all = plan.tasks.reduce(0) { $0 + $1.byteCount }
        try Console.write(
            "planned  \(counted(plan.tasks.count, "task")), \(size(ofBytes: all)) of mail, in \(output.forTerminal())\n"
        )
        try warnings.status.end()
    }
}
