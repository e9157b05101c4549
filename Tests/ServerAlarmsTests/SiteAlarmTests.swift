// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import OutgoingBrake
import ServerAlarms
import Testing

@Suite("Alarms on the site")
struct SiteAlarmTests {
    private static let day = 86_400
    private static let monday = WatchedLog.monday

    /// Weeks of mail from outside: so many messages in each of ten hours of working days.
    private static func history(perHour: Int, weeks: Int = 4) -> SiteHistory {
        var history = SiteHistory()
        history.firstDay = monday / day
        for number in 0..<weeks * 7 where number % 7 < 5 {
            for hour in 8..<18 {
                history.site[.received, default: CountSeries()].add(perHour, at: monday + number * day + hour * 3_600)
            }
        }
        return history
    }

    @Test("mail from outside that stops within working hours is told, at night and on a weekend it is not")
    func silence() throws {
        var history = Self.history(perHour: 40)
        let start = Self.monday + 28 * Self.day
        history.site[.received]?.add(40, at: start + 8 * 3_600)
        history.lastReceived = start + 8 * 3_600 + 3_500
        var watch = AlarmWatch(.forTests, history: history, seed: 1)
        #expect(watch.advance(to: start + 9 * 3_600 + 1_800, waiting: 0).isEmpty)
        let found = watch.advance(to: start + 10 * 3_600 + 60, waiting: 0)
        #expect(found.map(\.rule) == [.silence] && found.first?.limit == 40)

        var weekend = Self.history(perHour: 40)
        weekend.lastReceived = Self.monday + 25 * Self.day + 17 * 3_600 + 3_500
        var quiet = AlarmWatch(.forTests, history: weekend, seed: 1)
        for hour in 18..<60 {
            #expect(quiet.advance(to: Self.monday + 25 * Self.day + hour * 3_600, waiting: 0).isEmpty)
        }
    }

    @Test("twice as much as usual is no departure where a day was like that, three times as much is")
    func volume() {
        var history = Self.history(perHour: 60, weeks: 3)
        let start = Self.monday + 21 * Self.day
        history.site[.received]?.add(700, at: Self.monday + 9 * Self.day + 3_600)
        history.site[.received]?.add(1_500, at: start + 3_600)
        var watch = AlarmWatch(.forTests, history: history, seed: 1)
        #expect(watch.advance(to: start + 7_200, waiting: 0).isEmpty)
        history.site[.received]?.add(500, at: start + 3_600)
        watch = AlarmWatch(.forTests, history: history, seed: 1)
        #expect(watch.advance(to: start + 7_200, waiting: 0).map(\.rule) == [.volume])
    }

    @Test("within the first two weeks nothing is a departure")
    func learning() {
        var history = Self.history(perHour: 60, weeks: 1)
        let start = Self.monday + 10 * Self.day
        history.site[.received]?.add(50_000, at: start + 3_600)
        var watch = AlarmWatch(.forTests, history: history, seed: 1)
        #expect(watch.advance(to: start + 7_200, waiting: 0).isEmpty)
    }

    @Test("the queue, bounces and deferrals have ceilings from the first day")
    func ceilings() {
        var history = SiteHistory()
        let start = Self.monday + 3_600
        history.firstDay = start / Self.day
        history.site[.recipients, default: CountSeries()].add(400, at: start)
        history.site[.bounced, default: CountSeries()].add(79, at: start)
        var watch = AlarmWatch(.forTests, history: history, seed: 1)
        #expect(watch.advance(to: start, waiting: 499).isEmpty)
        history.site[.bounced]?.add(1, at: start)
        watch = AlarmWatch(.forTests, history: history, seed: 1)
        #expect(Set(watch.advance(to: start, waiting: 500).map(\.rule)) == [.bounces, .queue])
    }

    @Test("a large receiver that refuses, and a block list that names the server, are told")
    func refusals() {
        var log = WatchedLog()
        log.usualWeeks(3)
        let time = Self.monday + 21 * Self.day + 36_000
        for number in 0..<12 {
            log.add(time, "postfix/smtpd[1]: AAAA\(number)A: \(WatchedLog.login("anna"))")
            log.add(
                time,
                "postfix/smtp[3]: AAAA\(number)A: to=<b@example.net>, relay=a.mail.protection.outlook.com[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=5.7.1, status=bounced (host a[203.0.113.9] said: 550 5.7.1 Service unavailable, Client host [192.0.2.10] blocked using list.example.org (in reply to RCPT TO command))"
            )
            // An address that does not exist says nothing of the site.
            log.add(
                time,
                "postfix/smtp[3]: AAAA\(number)A: to=<c@example.net>, relay=mx00.gmx.net[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host a[203.0.113.9] said: 550 5.1.1 no such user (in reply to RCPT TO command))"
            )
        }
        log.settle()
        let found = log.watch.advance(to: time + 1_200, waiting: 0)
        #expect(Set(found.map(\.rule)) == [.blockListed, .refusedByReceiver])
        #expect(found.allSatisfy { $0.subject != .site("receiver-gmx") })
    }

    @Test("a source with own ceilings that stops is told after twice its longest pause in working days")
    func silentSource() {
        var settings = AlarmSettings.forTests
        settings.own[ActivitySource(.client, "192.0.2.20")] = .init(tenMinutes: 100, hour: 100, day: 100)
        var log = WatchedLog(settings)
        for day in 0..<28 where day % 7 < 5 {
            log.send(Self.monday + day * Self.day + 36_000, "client=erp[192.0.2.20]", to: ["a@example.net"])
        }
        var days: [Int] = []
        for day in 28..<40 {
            if log.watch.advance(to: Self.monday + day * Self.day + 600, waiting: 0).contains(where: {
                $0.rule == .silence
            }) {
                days.append(day)
            }
        }
        #expect(days.first == 30, "Wednesday begins the third working day")
    }
}
