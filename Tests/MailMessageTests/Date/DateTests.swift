// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// RFC 5322, sections 3.3 and 4.3, and what else stands in Date fields.
@Suite("Dates") struct DateTests {
    @Test(
        "a date is read to the second, with its zone",
        arguments: [
            // RFC 5322, appendix A.
            ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
            ("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00"),
            ("Thu, 13 Feb 1969 23:32:54 -0330", "1969-02-13T23:32:54-03:30"),
            ("Mon, 24 Nov 1997 14:22:01 -0800", "1997-11-24T14:22:01-08:00"),
            (
                "Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)",
                "1969-02-13T23:32:00-03:30"
            ),
            ("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"),
            // Without weekday or seconds.
            ("1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z"), ("1 Jan 1970 00:00 +0000", "1970-01-01T00:00:00Z"),
            ("31 Dec 1969 23:59:59 +0000", "1969-12-31T23:59:59Z"),
            // Leap days and seconds.
            ("Sat, 29 Feb 2020 12:00:00 +0000", "2020-02-29T12:00:00Z"),
            ("Tue, 29 Feb 2000 12:00:00 +0000", "2000-02-29T12:00:00Z"),
            ("1 Mar 2100 00:00:00 +0000", "2100-03-01T00:00:00Z"),
            ("31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"),
            ("31 Dec 2016 24:00:00 +0000", "2017-01-01T00:00:00Z"),
            // Obsolete years: two digits below 50 are of this century, others and three digits count from 1900.
            ("1 Jan 49 00:00:00 +0000", "2049-01-01T00:00:00Z"), ("1 Jan 50 00:00:00 +0000", "1950-01-01T00:00:00Z"),
            ("1 Jan 99 00:00:00 +0000", "1999-01-01T00:00:00Z"), ("1 Jan 00 00:00:00 +0000", "2000-01-01T00:00:00Z"),
            ("1 Jan 103 00:00:00 +0000", "2003-01-01T00:00:00Z"),
            // Obsolete zones: the names of RFC 822; single letters mean nothing.
            ("1 Jan 2001 00:00:00 UT", "2001-01-01T00:00:00Z"),
            ("1 Jan 2001 00:00:00 EST", "2001-01-01T00:00:00-05:00"),
            ("1 Jan 2001 00:00:00 EDT", "2001-01-01T00:00:00-04:00"),
            ("1 Jan 2001 00:00:00 CST", "2001-01-01T00:00:00-06:00"),
            ("1 Jan 2001 00:00:00 CDT", "2001-01-01T00:00:00-05:00"),
            ("1 Jan 2001 00:00:00 MST", "2001-01-01T00:00:00-07:00"),
            ("1 Jan 2001 00:00:00 MDT", "2001-01-01T00:00:00-06:00"),
            ("1 Jan 2001 00:00:00 PST", "2001-01-01T00:00:00-08:00"),
            ("1 Jan 2001 00:00:00 PDT", "2001-01-01T00:00:00-07:00"),
            ("1 Jan 2001 00:00:00 Z", "2001-01-01T00:00:00Z"), ("1 Jan 2001 00:00:00 A", "2001-01-01T00:00:00Z"),
            ("1 Jan 2001 00:00:00 -0000", "2001-01-01T00:00:00Z"), ("1 Jan 2001 00:00:00", "2001-01-01T00:00:00Z"),
            // Comments wherever white space may stand, nested, with escapes.
            ("Fri, (a) 21 (b (c)) Nov (\\)) 1997 09:55:06 -0600 (CST)", "1997-11-21T09:55:06-06:00"),
            // Not of the RFC, but met.
            ("fri, 21 nOV 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
            ("Fri Nov 21 09:55:06 1997", "1997-11-21T09:55:06Z"),
            ("Fri Nov 21 09:55:06 1997 -0600", "1997-11-21T09:55:06-06:00"),
            ("1997-11-21T09:55:06Z", "1997-11-21T09:55:06Z"),
            ("1997-11-21 09:55:06 +01:00", "1997-11-21T09:55:06+01:00"),
            ("21-Nov-1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
            ("Friday, 21 November 1997 9:55:06 PM", "1997-11-21T21:55:06Z"),
            ("21 Nov 1997 12:00:00 AM", "1997-11-21T00:00:00Z"), ("21 Nov 1997 12:00:00 PM", "1997-11-21T12:00:00Z"),
            ("21 Nov 1997 09:55:06 GMT+0100", "1997-11-21T09:55:06+01:00"),
        ])
    func reads(_ text: String, _ expected: String) { #expect(MailDate(parsing: text)?.rfc3339 == expected) }

    @Test(
        "what is no date is none",
        arguments: [
            "", " ", "(1 Jan 2001 00:00:00 +0000)", "yesterday", "1 Jan 2001", "00:00:00 +0000", "Jan 2001 00:00",
            "32 Jan 2001 00:00:00 +0000", "0 Jan 2001 00:00:00 +0000", "1 Foo 2001 00:00:00 +0000",
            "1 Jan 2001 25:00:00 +0000", "1 Jan 2001 00:60:00 +0000", "1 Jan 2001 00:00:61 +0000",
            "1 Jan 99999 00:00:00 +0000", "99999999999999999999 Jan 2001 00:00:00 +0000", "\u{0}", "é",
        ])
    func refuses(_ text: String) { #expect(MailDate(parsing: text) == nil) }

    @Test("a Received field's date stands after its last semicolon")
    func afterSemicolon() {
        let date = MailDate(parsing: "from a; by b 1 Jan 1999 00:00:00 +0000; 1 Jan 2001 00:00:00 +0000")
        #expect(date?.secondsSince1970 == 978_307_200)
    }

    @Test(
        "seconds since 1970 are those of UTC",
        arguments: [
            ("1 Jan 1970 00:00:00 +0000", 0, 0), ("1 Jan 1970 01:00:00 +0100", 0, 60),
            ("31 Dec 1969 16:00:00 -0800", 0, -480), ("19 Jan 2038 03:14:08 +0000", 2_147_483_648, 0),
            ("1 Jan 1900 00:00:00 +0000", -2_208_988_800, 0),
        ])
    func seconds(_ text: String, _ seconds: Int64, _ zone: Int) {
        #expect(MailDate(parsing: text) == MailDate(secondsSince1970: seconds, zoneMinutes: zone))
    }

    @Test("every day of six centuries is itself again, and the next follows it")
    func calendar() {
        var previous = CivilDate(day: -150_001)
        for day in Int64(-150_000)...100_000 {
            let date = CivilDate(day: day)
            #expect(date.day == day)
            let isNext =
                date.year == previous.year && date.month == previous.month && date.dayOfMonth == previous.dayOfMonth + 1
                || date.dayOfMonth == 1 && previous.dayOfMonth >= 28
                    && (date.month == previous.month + 1 && date.year == previous.year
                        || date.month == 1 && previous.month == 12 && date.year == previous.year + 1)
            #expect(isNext, "\(previous) then \(date)")
            previous = date
        }
    }
}
