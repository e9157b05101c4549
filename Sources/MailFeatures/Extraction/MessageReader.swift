// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads one message at a time for the views that are asked for, each thing once, and hands out their features.
struct MessageReader: ~Copyable {
    let views: FeatureViews
    private let options: FeatureOptions
    private let excluded: ExcludedFields
    private let siteRecipients: RecipientNames
    private let nameHash: KeyedHash
    private let headerViews: HeaderViews
    private let subjectView: SubjectView
    private let textViews: TextViews
    private let hiddenTextView: HiddenTextView
    private let skeletonView: SkeletonView
    private var receivedView: ReceivedView
    private var linkView: LinkView
    private var attachmentView: AttachmentView
    private var structureView: StructureView

    private var normalizer = TextNormalizer()
    private var recipients = RecipientNames()
    /// The mailboxes of the From fields.
    private(set) var from: [Address] = []
    private var content: MessageContent?
    private var header = HeaderText()
    private var visible = CanonicalText()
    private var other = CanonicalText()
    private var words = WordList()
    private var otherWords = WordList()
    private var skeleton = ScratchBytes()
    private var subjectBytes: [UInt8] = []
    private var areWordsRead = false

    private static let headerTextViews: FeatureViews = [.headerGrams, .headerWords, .headerPairs]
    private static let visibleTextViews: FeatureViews = [.textGrams, .words, .wordPairs]

    init(key: SiteKey, options: FeatureOptions) {
        self.options = options
        views = options.views
        excluded = ExcludedFields(options.excludedFields)
        var recipients = RecipientNames()
        for name in options.recipients { recipients.add(configured: name) }
        siteRecipients = recipients
        nameHash = KeyedHash(key: key, purpose: HeaderText.namePurpose)
        headerViews = HeaderViews(key: key)
        subjectView = SubjectView(key: key)
        textViews = TextViews(key: key)
        hiddenTextView = HiddenTextView(key: key)
        skeletonView = SkeletonView(key: key)
        receivedView = ReceivedView(key: key)
        linkView = LinkView(key: key)
        attachmentView = AttachmentView(key: key)
        structureView = StructureView(key: key)
    }

    /// Reads what several views share.
    mutating func begin(_ siteMessage: SiteMessage) {
        let message = siteMessage.message
        areWordsRead = false
        from = message.from
        recipients.reset(to: siteRecipients)
        recipients.add(recipientsOf: message)
        recipients.finish()
        if !views.isDisjoint(with: Self.headerTextViews) {
            header.read(
                siteMessage, excluded: excluded, budgets: options.budgets, recipients: recipients,
                normalizer: &normalizer, names: nameHash)
        }
        if let budget = contentBudget {
            let content = message.content(budget: budget)
            if !views.isDisjoint(with: Self.visibleTextViews.union(.structure)) {
                visible.read(
                    content.visibleText, limit: budget.visibleBytes, recipients: recipients, normalizer: &normalizer)
            }
            self.content = content
        }
    }

    /// Forgets the message, so that its memory is free.
    mutating func end() {
        content = nil
        from = []
    }

    /// How much of the content the asked views need; nil if none of it.
    private var contentBudget: ContentBudget? {
        let contentViews: FeatureViews = [.hiddenText, .skeleton, .links, .structure]
        guard !views.isDisjoint(with: Self.visibleTextViews.union(contentViews)) else { return nil }
        var budget = ContentBudget()
        // The same for all views: what one gives must not depend on which others are asked for.
        budget.visibleBytes = options.budgets.textBytes
        // What is shown is among the n-grams, however long the alternatives that nobody sees.
        budget.orderedBytes = options.budgets.textGramBytes
        budget.hiddenBytes = views.isDisjoint(with: [.hiddenText, .structure]) ? 0 : options.budgets.hiddenBytes
        budget.skeletonBytes = views.contains(.skeleton) ? options.budgets.skeletonBytes : 0
        budget.attachments = 0
        budget.links = views.isDisjoint(with: [.links, .structure]) ? 0 : options.budgets.links
        return budget
    }

    /// Hands the features of one view to a sink.
    mutating func add(_ view: FeatureView, of message: SiteMessage, into sink: inout some FeatureSink & ~Copyable) {
        switch view {
        case .headerGrams:
            sink.begin(.header, header.text)
            headerViews.addGrams(of: header, budgets: options.budgets, into: &sink)
        case .headerWords:
            sink.begin(.header, header.text)
            header.readWords(limit: options.budgets.headerWords, hash: headerViews.words)
            headerViews.addWords(of: header, into: &sink)
        case .headerPairs:
            sink.begin(.header, header.text)
            header.readWords(limit: options.budgets.headerWords, hash: headerViews.words)
            headerViews.addPairs(of: header, into: &sink)
        case .subject: addSubject(of: message.message, into: &sink)
        case .textGrams:
            visible.fold(limit: options.budgets.textGramBytes)
            sink.begin(.text, visible.folded, of: visible.text)
            textViews.addGrams(of: visible.folded, into: &sink)
        case .words:
            readWords()
            sink.begin(.text, visible.text)
            textViews.addWords(words, of: visible.text, into: &sink)
        case .wordPairs:
            readWords()
            sink.begin(.text, visible.text)
            textViews.addPairs(words, of: visible.text, into: &sink)
        case .hiddenText: addHiddenText(into: &sink)
        case .receivedPath:
            receivedView.add(message, budgets: options.budgets, recipients: recipients, into: &sink)
        case .skeleton: addSkeleton(into: &sink)
        case .links:
            linkView.add(content?.links ?? [], budgets: options.budgets, recipients: recipients, into: &sink)
        case .attachments:
            attachmentView.add(message.message, budgets: options.budgets, recipients: recipients, into: &sink)
        case .structure:
            structureView.add(
                message, from: from.first, text: textSummary, budgets: options.budgets, recipients: recipients,
                into: &sink)
        }
    }

    private mutating func readWords() {
        guard !areWordsRead else { return }
        words.read(visible.text, limit: options.budgets.words, hash: textViews.words)
        areWordsRead = true
    }

    private mutating func addSubject(of message: Message, into sink: inout some FeatureSink & ~Copyable) {
        subjectBytes.removeAll(keepingCapacity: true)
        message.header.first("subject")?.appendDecoded(to: &subjectBytes, limit: options.budgets.subjectBytes)
        subjectBytes.removeFirst(FilterTag.length(of: subjectBytes))
        other.read(
            subjectBytes, limit: options.budgets.subjectBytes, recipients: recipients, normalizer: &normalizer)
        other.fold(limit: options.budgets.subjectBytes * 2)
        subjectView.add(other, words: &otherWords, into: &sink)
    }

    private mutating func addHiddenText(into sink: inout some FeatureSink & ~Copyable) {
        guard let content else { return }
        let limit = options.budgets.hiddenBytes
        other.read(content.hiddenText, limit: limit, recipients: recipients, normalizer: &normalizer)
        other.fold(limit: limit * 2)
        hiddenTextView.add(other, words: &otherWords, into: &sink)
    }

    private mutating func addSkeleton(into sink: inout some FeatureSink & ~Copyable) {
        guard let content else { return }
        skeleton.removeAll()
        skeleton.append(content.skeleton.span.extracting(first: options.budgets.skeletonBytes))
        recipients.erase(from: &skeleton, start: 0)
        skeletonView.add(skeleton, budgets: options.budgets, into: &sink)
    }

    /// What ``StructureView`` tells of the text.
    private var textSummary: StructureView.Text {
        var summary = StructureView.Text()
        guard let content else { return summary }
        summary.tricks = visible.tricks
        summary.visibleBytes = visible.text.count
        summary.hiddenBytes = content.hiddenText.count
        summary.links = content.links.count { $0.kind != .writtenOut }
        summary.htmlFlags = content.flags.rawValue
        summary.contentFlags = content.contentFlags
        summary.replacements = max(content.replacements, visible.tricks.replacements)
        (summary.capitals, summary.letters) = visible.text.letters(upTo: options.budgets.textGramBytes)
        return summary
    }
}
