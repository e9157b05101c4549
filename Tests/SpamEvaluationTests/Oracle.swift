// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamEvaluation
import TestSupport

/// The independent reference for the metrics: a Python program that shares no code with the project.
enum Oracle {
    static let program = "oracle/metrics.py"
    static let isPresent = SharedFiles.exists(program)

    struct Failure: Error { var output: String }

    /// What the reference prints for a scores file.
    static func figures(of messages: [ScoredMessage], intervals: Bool = false) throws -> [String: Any] {
        try withScoresFile(messages) { path in
            try object(python([SharedFiles.path(program), path] + (intervals ? ["--ci"] : [])))
        }
    }

    /// What the reference's functions say where its own main program ends with an error: no ham or no spam.
    static func degenerateFigures(of messages: [ScoredMessage]) throws -> [String: Any] {
        let script = """
            import json, sys
            source = open(sys.argv[1]).read()
            program = {}
            exec(source[:source.rindex("main()")], program)
            rows = program["read"](sys.argv[2])
            fp, fn, ham, spam, lam = program["rates"](rows)
            print(json.dumps({"messages": len(rows), "ham": ham, "spam": spam, "hamMisclassified": fp,
              "spamMisclassified": fn, "lamPercent": 100 * lam, "hmPercent": 100 * fp / ham if ham else None,
              "smPercent": 100 * fn / spam if spam else None, "area": program["one_minus_roca"](rows),
              "missed": program["spam_missed_at"](rows, 0.001)}))
            """
        return try withScoresFile(messages) { path in
            try object(python(["-c", script, SharedFiles.path(program), path]))
        }
    }

    static func withScoresFile<Result>(_ messages: [ScoredMessage], _ body: (String) throws -> Result) throws -> Result
    {
        let path = NSTemporaryDirectory() + "spreu-scores-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ScoresFile.write(messages, to: path)
        return try body(path)
    }

    static func python(_ arguments: [String]) throws -> Data {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(output: String(decoding: complaint, as: UTF8.self)) }
        return data
    }

    static func object(_ data: Data) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}
