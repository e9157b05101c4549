// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import Testing

@Suite("Evidence")
struct EvidenceTests {
    @Test(
        "what was done last holds, but deleting and forgetting say less than what was done before",
        arguments: [
            (nil, .kept, .kept), (.unopened, .kept, .kept), (.kept, .movedToJunk, .movedToJunk),
            (.movedToJunk, .kept, .kept), (.filtered, .rescued, .rescued), (.kept, .deleted, .deleted),
            (.kept, .unopened, .kept), (.movedToJunk, .deleted, .movedToJunk), (.filtered, .deletedUnread, .filtered),
            (.filed, .deleted, .filed), (.answered, .deleted, .answered), (.unopened, .deletedUnread, .deletedUnread),
            (.deletedUnread, .deleted, .deleted), (.deleted, .deletedUnread, .deleted),
            (.unsettled, .unopened, .unopened),
        ] as [(Evidence?, Evidence, Evidence)])
    func following(earlier: Evidence?, now: Evidence, together: Evidence) {
        #expect(now.following(earlier) == together)
    }

    @Test("the numbers that stores have do not change, and each kind has a name of its own")
    func numbers() {
        #expect(Evidence.allCases.map(\.rawValue) == Array(1...17))
        #expect(Evidence.movedToJunk.rawValue == 7 && Evidence.unsettled.rawValue == 17)
        #expect(Set(Evidence.allCases.map(\.name)).count == 17)
    }
}
