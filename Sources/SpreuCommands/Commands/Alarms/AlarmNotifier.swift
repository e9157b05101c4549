// SPDX-License-Identifier: Apache-2.0
import Announcements
import ReportPages
import ServerAlarms
import TextOutput

/// Tells the administrator: first by a program of theirs, which needs no queue, then by local mail.
struct AlarmNotifier {
    private let settings: AlarmSettings
    private let language: Language
    private let asJSON: Bool
    /// Announcements since the last hour began: a log that goes mad shall not ring a telephone all night.
    private var told = 0
    private var hour = 0

    private static let maxPerHour = 20

    private var texts: AlarmTexts { .of(language) }

    init(_ settings: AlarmSettings, _ language: Language, asJSON: Bool) {
        self.settings = settings
        self.language = language
        self.asJSON = asJSON
    }

    /// Tells of an announcement: the program, the mail, a line on standard output; what fails keeps none of the others from it.
    mutating func tell(_ announcement: AlarmAnnouncement, at time: Int) {
        defer { write(announcement) }
        if time / 3_600 != hour { (hour, told) = (time / 3_600, 0) }
        told += 1
        guard told <= Self.maxPerHour else {
            if told == Self.maxPerHour + 1 {
                Console.warning(texts.tooMany.placing("\(Self.maxPerHour)"), language)
            }
            return
        }
        if let program = settings.command.first {
            run(
                ChildProgram(program, Array(settings.command.dropFirst()), environment: announcement.environment))
        }
        if !settings.mailTo.isEmpty {
            let mail = LocalMail(
                to: settings.mailTo, subject: announcement.subject(host: MachineName.own),
                body: announcement.body.forTerminal(keepingLines: true))
            run(mail.program(settings.sendmail))
        }
    }

    private func write(_ announcement: AlarmAnnouncement) {
        do throws(Failure) {
            try Console.write((asJSON ? announcement.json.line : announcement.told) + "\n")
        } catch {
            Console.warning("\(error)")
        }
    }

    private func run(_ program: ChildProgram) {
        if case .failed(let reason) = program.run() {
            Console.warning(texts.notTold.placing(program.path, reason), language)
        }
    }
}
