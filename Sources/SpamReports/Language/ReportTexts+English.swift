// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import NightlyBatch
import ReportPages

extension ReportTexts {
    /// The English texts.
    static let english = ReportTexts(
        isGood: "Is the filter good enough?",
        goodEnough: """
            Wanted mail is safe: so little of it is called spam that even the upper end of the interval ({}) keeps the limit \
            of {}.
            """,
        seemsGood: """
            Wanted mail is safe so far: the share that is called spam is within the limit of {}, but there is too \
            little mail to be sure: it may be up to {}.
            """,
        seemsBad: """
            Perhaps not. More wanted mail is called spam than the limit of {} allows; with this little mail that \
            may be chance.
            """,
        notGood: """
            No. More wanted mail is called spam than the limit of {} allows, and that is no chance: it is at least \
            {}.
            """,
        cannotTell: "That cannot be told yet: no wanted mail was scored.",
        inWords: """
            The filter called {} of {} wanted messages spam: {} (95 % interval: {}). It did not call {} of {} spam \
            messages spam: {} ({}).
            """,
        hamLost: "Wanted mail called spam",
        spamMissed: "Spam not called spam",
        missedAt: "Spam missed if {} of wanted mail is lost",
        area: "Pairs in the wrong order: (1-ROCA)%",
        areaDetail: "of a wanted and a spam message; {}",
        areaOfNone: "of a wanted and a spam message",
        countsAndInterval: "{} of {}; {}",
        noFigure: "none",
        thresholds: "What would other thresholds cost?",
        thresholdsIntro: """
            A higher threshold loses less wanted mail and catches less spam. The score is in log-odds: 0 means as \
            likely spam as not.
            """,
        thresholdCaption: "Thresholds and their cost",
        atMostLost: "at most {} lost",
        asJudged: "as judged",
        limit: "Wanted mail",
        threshold: "Threshold",
        lost: "Wanted mail lost",
        caught: "Spam caught",
        missed: "Spam missed",
        ofThem: "95 % interval",
        finer: "{} of {} wanted messages is less than one message: the row shows the spam missed where none is lost.",
        charts: "How the scores lie",
        rocTitle: "Wanted mail lost against spam missed",
        rocSummary: """
            Each point of the line is a threshold. The nearer to the lower left corner, the better; none lost or \
            missed is drawn at the edge.
            """,
        lostAxis: "Wanted mail lost, %",
        missedAxis: "Spam missed, %",
        thisModel: "this model",
        modelBefore: "the model before, where both scored",
        verdictsPoint: "as judged",
        histogramTitle: "Scores of wanted mail and spam",
        histogramSummary: """
            How many messages have which score. Scores beyond the ends are counted in the first and the last bar.
            """,
        scoreAxis: "Score, log-odds",
        messagesAxis: "Messages",
        ham: "wanted",
        spam: "spam",
        scoreFrom: "Score from",
        scoreTo: "to",
        thresholdRule: "threshold {}",
        reliabilityTitle: "What was predicted, and what came true",
        reliabilitySummary: """
            Messages in groups of equal size by score. On the dotted line, predictions are right; the bars are \
            exact 95 % intervals.
            """,
        predictedAxis: "Predicted, %",
        cameTrueAxis: "Spam, %",
        perfect: "predictions come true",
        groups: "groups of messages",
        stagesTitle: "Learning curve",
        stagesSummary: "The run in ten parts of equal size, in order of time: how many verdicts were wrong in each.",
        scoredAxis: "Messages scored",
        wrongAxis: "Wrong, %",
        upTo: "Up to message",
        mistakes: "What did it get wrong: filter or label?",
        mistakesIntro: """
            Look at the label first where the filter was sure of the opposite (95 % or more): there, labels are \
            wrong most often.
            """,
        noMistakes: "No verdict was wrong.",
        lostCaption: "Wanted mail called spam, the surest first",
        missedCaption: "Spam not called spam, the surest first",
        message: "Message",
        score: "Score",
        probability: "Spam, says the filter",
        lookAt: "Look at",
        lookAtLabel: "the label",
        lookAtFilter: "the filter",
        date: "Date",
        account: "Account",
        folder: "Folder",
        label: "Label from",
        explain: "Why",
        relabel: "If the label is wrong",
        moreRows: "{} more are not shown.",
        showHint: """
            'spreu show FILE' shows a message as Spreu reads it; 'spreu explain FILE' says why it has its score.
            """,
        doubted: "Labels that are probably wrong",
        kind: "Kind",
        labels: "Labels",
        doubtedLabels: "Probably wrong",
        accounts: "Accounts",
        missedWhere: "Spam missed, {} of wanted mail lost",
        better: "Better or worse?",
        betterThanBefore: "Better or worse than the model before?",
        surelyBetter: """
            Better: on {} messages that both scored, fewer pairs are in the wrong order, and that is no chance.
            """,
        surelyWorse: """
            Worse: on {} messages that both scored, more pairs are in the wrong order, and that is no chance.
            """,
        noDifference: "No difference that would be more than chance, on {} messages that both scored.",
        notComparable: "The messages that both scored are too few of one class to compare.",
        comparisonCaption: "Both on the same messages",
        figure: "Figure",
        firstBefore: "Before",
        secondNow: "Now",
        difference: "Difference",
        firstModel: "This is the first model; there is none to compare it with.",
        nightTitle: "How the spam filter is doing",
        nightAbout: "Night of {}",
        servedLead: "The new model is in service.",
        forcedLead: "The new model is in service by force, although {}.",
        pinnedLead: "The model in service stays, because it is pinned; a new one was made.",
        keptLead: "The model in service stays, because {}.",
        waitingLead: """
            There is no model yet, because no mail has been in its place long enough to count. Nothing is wrong.
            """,
        noModelLead: "There is no model to serve, because {}.",
        needsYou: "Somebody has to act: {}.",
        oneClass: "there is no wanted mail or no spam to learn",
        callsNothing: "it would call none of {} spam messages spam",
        collapsed: "far less mail, or a very different mixture, was learned than before",
        losesHam: "it would call {} of {} recent wanted messages spam, the current one only {}",
        noComparison: "the new one cannot be compared with it",
        rereading: "mail is being read again after an upgrade: {} of {} labelled messages are done",
        isWorse: "the new one is worse than it on {} recent messages, by more than chance",
        staleNoModel: "no model is in service",
        staleOld: "the model in service is {} days old",
        staleLabels: "nobody has labelled anything for {} days, although {} messages arrived",
        staleHam: "no wanted mail was labelled for {} days, although about {} such messages arrived",
        staleSpam: "no spam was labelled for {} days, although about {} such messages arrived",
        staleMail: "no mail arrived for {} days",
        liveInWords: """
            In the last {} days the live filter caught {} of {} spam messages and missed {} ({}; 95 % interval: \
            {}). It called {} of {} wanted messages spam ({}; {}). People confirmed {} of the spam and {} of the \
            wanted messages.
            """,
        noLive: """
            The live filter judged none of the mail of the last {} days. What follows is measured on mail that the \
            model had not learned yet.
            """,
        measured: "Measured on the mail of the last {} days, each day judged by what was learned before it:",
        doWhat: "What should I do?",
        doNothing: "Nothing.",
        doNotices: "Look at the notices below.",
        doDuties: "See to the duties in red.",
        doMistakes: """
            Look at the wrong verdicts above, and correct the labels that are wrong. A lower 'ham-loss' in the \
            configuration makes the filter more careful.
            """,
        doWait: "Nothing: the next runs continue by themselves.",
        doUnpin: "'spreu models unpin' lets the next run serve its own model.",
        doOneClass: "Let people move spam to their spam folder; 'spreu config check' lists the folders.",
        doCallsNothing: "Check whether the mail in the spam folders is spam.",
        doCollapsed: "Check whether accounts or folders are missing; 'spreu nightly --force' serves the new model.",
        doLabels: "Check the labels of the last days; 'spreu nightly --force' serves the new model.",
        doNoComparison: """
            'spreu models list' shows which models can be served; 'spreu nightly --force' serves the new one.
            """,
        doStale: "Check whether mail still arrives, and is still moved to spam folders.",
        notices: "The notices of the run:",
        notice: { $0.description },
        live: "What the live filter did",
        spamByDay: "Spam by day",
        spamByDaySummary: "How much spam arrived each day, and how much of it was missed.",
        hamByDay: "Wanted mail by day",
        hamByDaySummary: "How much wanted mail arrived each day, and how much of it was called spam.",
        dayAxis: "Day",
        arrived: "arrived",
        missedOfThem: "missed",
        confirmed: "confirmed by people",
        lostOfThem: "called spam",
        groupsTitle: "Where it errs",
        groupsIntro: """
            Measured on recent mail that the model had not learned. Accounts are pseudonyms; 'spreu status \
            --accounts' says whose they are.
            """,
        groupNames: .of(.english),
        group: "Group",
        hamColumn: "Wanted",
        spamColumn: "Spam",
        corpus: "What was read and learned",
        learnedInWords: "Learned: {} wanted and {} spam messages.",
        beyondWindow: """
            {} older messages are kept, and were not learned again: the newer ones leave them no weight (training-window).
            """,
        ingestedInWords: "Read: {} messages, {} of them new; {} have another label than before, {} were removed.",
        ruleCaption: "By rule",
        rule: "Rule",
        unlabelled: "Without a label",
        leaksTitle: "Header fields that give the label away",
        leak: { $0.description },
        settings: "Settings",
        setting: "Setting",
        settingValue: "Value",
        runID: "Run (SHA-256 of its scores)",
        modelName: "Model",
        modelServed: "Model in service",
        spamThreshold: "Spam from, log-odds",
        hamThreshold: "Wanted up to, log-odds",
        lossLimit: "Wanted mail that may be lost",
        days: "Days measured",
        evaluationTitle: "How well the filter learns from this mail",
        evaluationAbout: """
            Evaluation by the protocol {}: {} wanted and {} spam messages, none of them scored by a model that had \
            learned it.
            """,
        footer: """
            Made by Spreu. This page holds no text, subject or address of a message, loads nothing, and runs \
            nothing.
            """)
}
