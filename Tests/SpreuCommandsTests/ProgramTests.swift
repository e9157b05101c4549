// SPDX-License-Identifier: Apache-2.0
import SpamModel
import SpreuCommands
import Testing

@Suite("Exit codes")
struct ExitStatusTests {
    @Test("a verdict has bogofilter's code", arguments: [(Verdict.spam, Int32(0)), (.ham, 1), (.unsure, 2)])
    func verdicts(verdict: Verdict, code: Int32) { #expect(ExitStatus(verdict).rawValue == code) }
}
