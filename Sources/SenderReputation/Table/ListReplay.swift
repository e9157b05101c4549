// SPDX-License-Identifier: Apache-2.0

/// What one's own list would have hit in the last month of the mail, had it been made anew each night from the mail before.
///
/// No message is judged by what came later, itself included: so ham can be hit here that the list of today leaves alone.
package struct ListReplay: Sendable, Equatable {
    /// Days that are replayed.
    package static let days = 30

    /// Messages that were met, and those that a list hit.
    package struct Hits: Sendable, Equatable {
        /// Spam that was hit.
        package var spam = 0
        /// Ham that was hit.
        package var ham = 0

        /// What the filter called spam, and what it let pass, of mail that nobody labelled, and that was hit.
        package var calledSpam = 0
        /// See ``calledSpam``.
        package var passed = 0

        /// Makes a count of nothing.
        package init() {}
    }

    /// When the days begin, in seconds since 1970; nil: no mail has a date.
    package private(set) var begin: Int64?
    /// Spam of these days.
    package private(set) var spam = 0
    /// Ham of these days.
    package private(set) var ham = 0
    /// What the filter called spam on these days, and what it let pass, of mail that nobody labelled.
    package private(set) var calledSpam = 0
    /// See ``calledSpam``.
    package private(set) var passed = 0
    /// What any list hit.
    package private(set) var all = Hits()
    /// What the lists of each kind hit; a message counts for each.
    package private(set) var byKind: [SenderNameKind: Hits] = [:]

    /// Replays a table's mail.
    ///
    /// - Parameter rejects: see ``ListSelection/init(_:_:rejects:)``.
    package init(_ table: ReputationTable, _ policy: ListPolicy, rejects: Bool = false) {
        let dated = table.messages.indices.filter { table.messages[$0].date != nil }
            .sorted { (table.messages[$0].date ?? 0, $0) < (table.messages[$1].date ?? 0, $1) }
        guard let end = dated.last.flatMap({ table.messages[$0].date }) else { return }
        let begin = end / 86_400 * 86_400 - Int64(Self.days - 1) * 86_400
        self.begin = begin
        var known = KnownNames(table)
        var waiting: [Int] = []
        var day = Int64.min
        for index in dated {
            let message = table.messages[index]
            guard let date = message.date else { continue }
            if date / 86_400 != day {
                for earlier in waiting { known.take(table.messages[earlier]) }
                waiting.removeAll(keepingCapacity: true)
                day = date / 86_400
            }
            waiting.append(index)
            guard date >= begin else { continue }
            switch message.testimony {
            case .label(let label): if label.isSpam { spam += 1 } else { ham += 1 }
            case .verdict(let isSpam): if isSpam { calledSpam += 1 } else { passed += 1 }
            case .refusal: continue
            }
            let kinds = Set(
                message.names.filter { known.lists($0, policy, at: day * 86_400, rejects: rejects) }.map(\.kind))
            for kind in kinds { byKind[kind, default: Hits()].add(message.testimony) }
            if !kinds.isEmpty { all.add(message.testimony) }
        }
    }

    /// What was known of all names at the beginning of a day.
    private struct KnownNames {
        private let table: ReputationTable
        private var records: [[NameRecord]]
        private var hamDomains: Set<String> = []
        /// The addresses of networks that sent spam, as people say, and as people or the filter say.
        private var (labelled, called): ([Int32: Set<Int32>], [Int32: Set<Int32>]) = ([:], [:])

        init(_ table: ReputationTable) {
            self.table = table
            records = SenderNameKind.allCases.map {
                Array(repeating: NameRecord(), count: table.names($0).records.count)
            }
        }

        mutating func take(_ message: ReputationTable.Remembered) {
            for name in message.names {
                records[Int(name.kind.rawValue)][Int(name.number)].take(
                    message.testimony, date: message.date, isShared: name.isShared, isProven: name.isProven)
                if name.kind.isDomain, message.testimony.isLabelledSpam == false { hamDomains.insert(table.text(name)) }
            }
            guard message.testimony.callsSpam, let network = message.names.first(where: { $0.kind == .network }),
                let address = message.names.first(where: { $0.kind == .address })
            else { return }
            if message.testimony.isLabelledSpam == true { labelled[network.number, default: []].insert(address.number) }
            called[network.number, default: []].insert(address.number)
        }

        private func spread(of network: Int32) -> ListPolicy.Spread {
            var spread = ListPolicy.Spread()
            (spread.labelled, spread.called) = (labelled[network]?.count ?? 0, called[network]?.count ?? 0)
            return spread
        }

        func lists(_ name: ReputationTable.NameNumber, _ policy: ListPolicy, at time: Int64, rejects: Bool) -> Bool {
            guard SenderNameKind.listed.contains(name.kind) else { return false }
            let decision = policy.decision(
                name.kind, records[Int(name.kind.rawValue)][Int(name.number)],
                spread: name.kind == .network ? spread(of: name.number) : .init(),
                isNamedInHam: name.kind.isDomain && hamDomains.contains(table.text(name)), now: time)
            if case .listed(_, let basis) = decision { return !rejects || basis.mayReject }
            return false
        }
    }
}

extension ListReplay.Hits {
    fileprivate mutating func add(_ testimony: Testimony) {
        switch testimony {
        case .label(let label): if label.isSpam { spam += 1 } else { ham += 1 }
        case .verdict(let isSpam): if isSpam { calledSpam += 1 } else { passed += 1 }
        case .refusal: break
        }
    }
}
