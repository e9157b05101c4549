// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu tune, weights and settings")
struct TuneTests {
    @Test("tune tries all settings and says whether to change any; without a gain nothing is written")
    func tune() throws {
        let scratch = try ScratchFolder()
        let outcome = try Spreu.run([
            "tune", "--index", SampleCorpus.path("index"), "--block", "40", "--output", scratch.path("settings"),
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("defaults") && outcome.text.contains("half-life 1000"))
        let isWritten = FileManager.default.fileExists(atPath: scratch.path("settings"))
        #expect(isWritten == outcome.text.contains("better than the defaults\n"))
        #expect(isWritten != outcome.text.contains("nothing was written"))
    }

    @Test("settings of a file make the model that the same options make; wrong ones are told with their line")
    func settings() throws {
        let scratch = try ScratchFolder()
        let file = scratch.path("settings")
        try Data("# found\nhalf-life: 500   # messages\nsuspicion: 0.25\n".utf8).write(to: URL(fileURLWithPath: file))
        var models: [Data] = []
        for options in [["--settings", file], ["--half-life", "500"], []] {
            let model = scratch.path("model")
            let arguments = ["train", "--index", try SampleCorpus.path("index"), "--output", model]
            #expect(try Spreu.run(arguments + options).code == 0)
            models.append(try Spreu.data(model))
        }
        #expect(models[0] == models[1] && models[1] != models[2])
        for (line, told) in [
            ("half-live: 3", "unknown key 'half-live'"), ("half-life: soon", "'half-life': it takes"),
            ("regularisation: 0", "above 0"), ("suspicion: often", "or never"), ("generative-weight: nan", "above 0"),
        ] {
            try Data("\n\(line)\n".utf8).write(to: URL(fileURLWithPath: file))
            let outcome = try Spreu.run([
                "train", "--index", SampleCorpus.path("index"), "--output", scratch.path("model"), "--settings", file,
            ])
            #expect(
                outcome.code == 78 && outcome.errors.contains("settings:2: ") && outcome.errors.contains(told),
                "\(outcome.errors)")
        }
    }

    @Test("weights prints the heaviest features of both classes, and nothing that a model must not know")
    func weights() throws {
        let outcome = try Spreu.run(["weights", "--model", Spreu.model(), "--top", "40", SampleCorpus.path("index")])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("for spam") && outcome.text.contains("for ham"))
        #expect(outcome.text.split(separator: "\n").count > 60)
        for leak in ["Delivered-To", "X-Spam", "Status:", "2025", "2026"] {
            #expect(!outcome.text.contains(leak), "\(leak)")
        }
        let body = try Spreu.run([
            "weights", "--model", Spreu.model(), "--part", "body", "--limit", "50", SampleCorpus.path("spam.mbox"),
        ])
        #expect(body.code == 0 && body.text.hasPrefix("50 messages"))
    }

    @Test("weights of one message are none, and why is said")
    func oneMessage() throws {
        let one = try Spreu.run(["weights", "--model", Spreu.model(), SampleCorpus.path("new/ham.eml")])
        #expect(one.code == 0 && one.errors.contains("one message shows nothing: "), "\(one.errors)")
    }

    @Test("with nine ham and nine spam every verdict is unsure, and says why")
    func tooLittle() throws {
        let mail = try SampleMail.all()
        let few = [true, false].flatMap { isSpam in mail.filter { $0.isSpam == isSpam }.prefix(9) }
        let scratch = try ScratchFolder()
        let index = try few.enumerated().map { number, message in
            try message.bytes.write(to: URL(fileURLWithPath: scratch.path("\(number)")))
            return "\(message.isSpam ? "spam" : "ham") \(number)\n"
        }
        try Data(index.joined().utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        let model = scratch.path("model")
        let trained = try Spreu.run(["train", "--index", scratch.path("index"), "--output", model])
        #expect(trained.code == 4 && trained.errors.contains("9 ham and 9 spam"), "\(trained.errors)")
        try few[0].bytes.write(to: URL(fileURLWithPath: scratch.path("message")))
        let outcome = try Spreu.run(["classify", "--model", model, scratch.path("message")])
        #expect(outcome.code == 2)
        #expect(
            outcome.errors.contains("9 ham and 9 spam") && outcome.errors.contains("10 of each"), "\(outcome.errors)")
        let json = try Spreu.run(["classify", "--model", model, "--json", scratch.path("message")])
        #expect(try json.value["why"].string?.contains("10 of each") == true)
    }
}
