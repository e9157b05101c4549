// SPDX-License-Identifier: Apache-2.0
import MailIngest
import Testing
import TrainingStore

@Suite("What is read again")
struct ObservationTests {
    private static let stamp = FileStamp(inode: 1, size: 100, modified: 5)
    private static let other = FileStamp(inode: 1, size: 100, modified: 6)

    private static func location(_ stamp: FileStamp? = stamp, message: Int64? = nil, isCurrent: Bool = true) -> Location
    {
        Location(source: 1, name: 2, stamp: stamp, folder: 3, message: message, since: 0, isCurrent: isCurrent)
    }

    struct File: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var seen: FileObservation
        var decision: FileObservation.Decision
        var isSent = false

        init(
            _ name: String, at location: Location = ObservationTests.location(), before: Location? = nil,
            elsewhere: Location? = nil,
            isLabelledSent: Bool = false, keptAgain: Int64? = nil, _ decision: FileObservation.Decision,
            isSent: Bool = false
        ) {
            testDescription = name
            seen = FileObservation(
                location: location, before: before, elsewhere: elsewhere, isLabelledSent: isLabelledSent,
                keptAgain: keptAgain)
            (self.decision, self.isSent) = (decision, isSent)
        }
    }

    private static let expired = {
        var found = location()
        found.expired = 50
        return found
    }()
    private static let sent = {
        var found = location()
        found.isSent = true
        return found
    }()
    private static let moved = {
        var found = location()
        found.wasMoved = true
        return found
    }()

    static let files = [
        File("a new file", .read),
        File("a known message", before: location(message: 7), .known),
        File("another file of that name", before: location(other, message: 7), .read),
        File("a known message with outdated features", before: location(message: 7, isCurrent: false), .outdated),
        File("another file where features were outdated", before: location(other, message: 7, isCurrent: false), .read),
        File("what is forgotten", before: location(), .known),
        File("what was forgotten by another reading", before: location(isCurrent: false), .read),
        File("what expired and still is too old", before: expired, keptAgain: 51, .known),
        File("what expired and is kept again", before: expired, keptAgain: 50, .read),
        File("a known file that lay elsewhere", elsewhere: location(message: 7), .known),
        File(
            "one that lay elsewhere with outdated features", elsewhere: location(message: 7, isCurrent: false),
            .outdated),
        File("one that lay elsewhere and is forgotten", elsewhere: location(isCurrent: false), .known),
        File("one of another size elsewhere", at: location(nil), elsewhere: location(message: 7), .read),
        File("one that expired elsewhere and is kept again", elsewhere: expired, keptAgain: 50, .read),
        File("sent mail that is new", isLabelledSent: true, .read, isSent: true),
        File("sent mail that is known", before: sent, isLabelledSent: true, .known, isSent: true),
        File("sent mail that lies in another folder now", before: sent, .known, isSent: true),
        File(
            "a message that is said to be sent now", before: location(message: 7), isLabelledSent: true, .read,
            isSent: true),
        File(
            "a message that was dragged to a sent folder", at: moved, before: location(message: 7),
            isLabelledSent: true,
            .known),
        File(
            "sent mail of another account", elsewhere: location(message: 7), isLabelledSent: true, .read, isSent: true),
    ]

    @Test("of a file", arguments: files)
    func file(_ file: File) {
        #expect(file.seen.decision == file.decision)
        #expect(file.seen.isSent == file.isSent)
    }

    struct Mailbox: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var seen: MailboxObservation
        var decision: MailboxObservation.Decision

        /// An mbox whose last message lies from 60 to `end`.
        init(
            _ name: String, end: Int? = 100, stamp: FileStamp = ObservationTests.stamp, hasMissed: Bool = false,
            isTailThere: Bool = true, isTailWhole: Bool = true, _ decision: MailboxObservation.Decision
        ) {
            testDescription = name
            let before = end.map {
                MboxState(stamp: ObservationTests.stamp, tail: 60..<$0, tailDigest: 9, tailName: 8)
            }
            seen = MailboxObservation(
                before: before, stamp: stamp, hasMissed: hasMissed, isTailThere: isTailThere, isTailWhole: isTailWhole)
            self.decision = decision
        }
    }

    static let mailboxes = [
        Mailbox("a new mbox", end: nil, .readAll),
        Mailbox("one that is as it was", .goOn(.none)),
        Mailbox("one that was added to", end: 80, .goOn(.added(at: 80))),
        Mailbox("one whose last message was half there", end: 80, isTailWhole: false, .goOn(.lastAgain(at: 60))),
        Mailbox("one that is shorter", end: 101, .readAll),
        Mailbox("one whose last message is another", isTailThere: false, .readAll),
        Mailbox("another file", stamp: FileStamp(inode: 2, size: 100, modified: 5), .readAll),
        Mailbox("one of which something was passed over", hasMissed: true, .readAll),
    ]

    @Test("of an mbox", arguments: mailboxes)
    func mailbox(_ mailbox: Mailbox) { #expect(mailbox.seen.decision == mailbox.decision) }
}
