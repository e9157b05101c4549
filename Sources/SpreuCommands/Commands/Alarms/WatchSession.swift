// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import MailServerLogs
import NightlyBatch
import ReportPages
import ServerAlarms
import TextOutput

/// One run of `spreu watch`: how far the logs are read, and the desk that takes up what is in them.
struct WatchSession {
    private(set) var warnings: Warnings
    private let language: Language
    private let settings: AlarmSettings
    private let desk: AlarmDesk
    /// Held as long as the session is: two would count everything twice.
    private let lock: FileLock
    private var analysis: LogAnalysis
    private let seed: UInt64
    private var places: [UInt64: LogPlace]
    private var toldProblems: Set<String> = []

    init(_ configuration: NightlyConfiguration, _ settings: AlarmSettings, _ language: Language, asJSON: Bool) throws {
        self.settings = settings
        self.language = language
        warnings = Warnings(language)
        let texts = AlarmTexts.of(language)
        lock = try Self.takeLock(settings.folder)
        var state = WatchState()
        do throws(AlarmFileError) {
            state = try WatchState.read(folder: settings.folder) ?? state
        } catch {
            guard case .damaged = error.problem, let aside = WatchState.setAside(folder: settings.folder) else {
                throw error
            }
            warnings.tell(texts.countersDamaged.placing(error.path, aside))
        }
        if let (aside, lost) = try IncidentFile(folder: settings.folder).mend() {
            let lines = LocalNumbers(language).count(lost, texts.line, texts.lines)
            warnings.tell(texts.incidentsDamaged.placing(settings.folder, lines, aside))
        }
        seed = state.logs.seed
        places = state.logs.places
        var options = LogAnalysis.Options()
        options.watched = settings.site
        analysis = LogAnalysis(options, seed: seed)
        analysis.resume(state.logs)
        desk = try AlarmDesk(configuration, settings, state, language, asJSON: asJSON)
    }

    private static func takeLock(_ folder: String) throws -> FileLock {
        // By hand as root it would lock out the service.
        try FileOwner.requireOwn(folder)
        try AlarmFolder.make(folder)
        do throws(FileLock.Failure) {
            return try FileLock(folder + "/watch.lock", exclusively: true, who: "spreu watch")
        } catch {
            switch error {
            case .held(let holder): throw Failure(.tryLater, "\(folder): \(holder) is watching already")
            case .failed(let error): throw Failure(.cannotCreate, error.description)
            }
        }
    }

    /// Whether somebody has to look at something.
    var hasOpenIncidents: Bool { desk.hasOpenIncidents }

    /// Reads what is new in files.
    mutating func read(_ files: [String]) throws {
        var reading = LogReader.Options(now: Int(currentTime))
        reading.isIncremental = true
        var reader = LogReader(reading, places: places)
        var failure: (any Error)?
        reader.read(files, into: &analysis) { [desk] analysis in
            // Now and then, so that a long log does not fill the memory.
            do { try desk.take(&analysis) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        try settle()
        places = reader.places
        for problem in reader.problems where toldProblems.insert(problem.description).inserted {
            warnings.tell(LogTexts.of(language).problem(problem))
        }
    }

    /// Opens standard input.
    func openInput() throws -> LiveLog {
        do throws(ExpandedFile.Failure) {
            return try LiveLog(now: Int(currentTime), places: places)
        } catch {
            throw Failure(.noInput, error.description)
        }
    }

    /// Reads what has come through standard input, or waits for it; false at the end.
    mutating func read(_ log: inout LiveLog, waiting seconds: Int) -> Bool {
        defer { places = log.places }
        return log.read(into: &analysis, waiting: seconds)
    }

    /// Takes up what the lines read so far say.
    mutating func settle() throws { try desk.take(&analysis) }

    /// Lets time go on, where the log has become silent.
    mutating func advance(to now: Int) throws { try desk.advance(to: now, waiting: analysis.waiting) }

    /// Saves counters and places.
    mutating func save() throws {
        var state = desk.state
        state.logs = LogState(seed: seed, places: places, unfinished: analysis)
        try state.write(folder: settings.folder)
    }
}
