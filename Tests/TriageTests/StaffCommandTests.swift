import Classifier
import Testing

@testable import Triage

@Suite("What staff write in answer to a work order") struct StaffCommandTests {
    private static func commands(_ text: String) -> [StaffCommand?] {
        StaffCommand.lines(of: text).map { if case .command(let command) = $0.outcome { command } else { nil } }
    }

    @Test(
        "Each command in each of its languages",
        arguments: [
            (
                "log 45m fixed the redirect",
                StaffCommand(item: nil, action: .log(minutes: 45, note: "fixed the redirect"))
            ),
            ("Log 45 min: fixed it", .init(item: nil, action: .log(minutes: 45, note: "fixed it"))),
            ("log 1h30", .init(item: nil, action: .log(minutes: 90, note: ""))),
            ("log 1h 30m both forms", .init(item: nil, action: .log(minutes: 90, note: "both forms"))),
            ("log 1.5h", .init(item: nil, action: .log(minutes: 90, note: ""))),
            ("log 2,25 h late", .init(item: nil, action: .log(minutes: 135, note: "late"))),
            ("log 3h maps and tiles", .init(item: nil, action: .log(minutes: 180, note: "maps and tiles"))),
            ("2 log 30m", .init(item: 2, action: .log(minutes: 30, note: ""))),
            ("2. log 30m", .init(item: 2, action: .log(minutes: 30, note: ""))),
            ("3) close", .init(item: 3, action: .close)),
            ("fix", .init(item: nil, action: .label(.fix))),
            ("Feature.", .init(item: nil, action: .label(.feature))),
            ("question", .init(item: nil, action: .label(.question))),
            ("incident!", .init(item: nil, action: .label(.incident))),
            ("quote 6h", .init(item: nil, action: .quote(minutes: 360, amount: nil, currency: nil))),
            ("quote 6h 570.00 EUR", .init(item: nil, action: .quote(minutes: 360, amount: "570.00", currency: "EUR"))),
            ("1 quote 90m 100", .init(item: 1, action: .quote(minutes: 90, amount: "100", currency: nil))),
            ("close", .init(item: nil, action: .close)),
            ("Done", .init(item: nil, action: .close)),
            ("reopen", .init(item: nil, action: .reopen)),
            ("approve", .init(item: nil, action: .approve)),
            ("2 decline", .init(item: 2, action: .decline)),
            ("help", .init(item: nil, action: .help)),
            ("учесть 45 минут поправил адрес", .init(item: nil, action: .log(minutes: 45, note: "поправил адрес"))),
            ("записать 1 ч 30 мин", .init(item: nil, action: .log(minutes: 90, note: ""))),
            ("учесть 2 часа", .init(item: nil, action: .log(minutes: 120, note: ""))),
            ("ошибка", .init(item: nil, action: .label(.fix))),
            ("Доработка", .init(item: nil, action: .label(.feature))),
            ("вопрос", .init(item: nil, action: .label(.question))),
            ("2 смета 6ч", .init(item: 2, action: .quote(minutes: 360, amount: nil, currency: nil))),
            ("закрыть", .init(item: nil, action: .close)),
            ("одобрено", .init(item: nil, action: .approve)),
            ("отклонить", .init(item: nil, action: .decline)),
            ("помощь", .init(item: nil, action: .help)),
            ("记录45分钟 修复了跳转", .init(item: nil, action: .log(minutes: 45, note: "修复了跳转"))),
            ("记录2小时30分钟", .init(item: nil, action: .log(minutes: 150, note: ""))),
            ("2 报价6小时", .init(item: 2, action: .quote(minutes: 360, amount: nil, currency: nil))),
            ("新功能", .init(item: nil, action: .label(.feature))),
            ("修复", .init(item: nil, action: .label(.fix))),
            ("关闭。", .init(item: nil, action: .close)),
            ("2、批准", .init(item: 2, action: .approve)),
            ("拒绝", .init(item: nil, action: .decline)),
        ]
    ) func understands(line: String, command: StaffCommand) {
        #expect(Self.commands(line) == [command])
    }

    @Test(
        "What is not certain is told, not done",
        arguments: [
            "log 45 fixed it", "log", "log fixed it", "log 0m", "log 99999h", "log 10.33h", "quote", "quote soon",
            "quote 6h cheap", "quote 6h 570.00 EUROS", "quote 6h 570.00 EUR today", "close the window, please",
            "fix the redirect first", "feature creep is what this is", "approve it tomorrow", "Thanks, I am on it",
            "closed-loop", "7", "2", "-", "🙂", "log 1h30m30m45q", "logs 45m", "记忆", "4711 close",
        ]
    ) func doubts(line: String) {
        let lines = StaffCommand.lines(of: line)
        // "log 1h30m30m45q" books 1h30m with a strange note: what follows a time is the note.
        guard line != "log 1h30m30m45q" else {
            #expect(Self.commands(line) == [.init(item: nil, action: .log(minutes: 90, note: "30m45q"))])
            return
        }
        #expect(lines.count == 1)
        #expect(Self.commands(line) == [nil])
    }

    @Test func `The first paragraph holds the commands, one a line`() {
        let text = "\n\n  log 45m fixed  the redirect \r\n2 close\ncloes\n\nBest, Ana\nclose\n"
        let lines = StaffCommand.lines(of: text)
        #expect(lines.map(\.text) == ["log 45m fixed the redirect", "2 close", "cloes"])
        #expect(Self.commands(text)[2] == nil)
    }

    @Test(arguments: ["", " \n\n ", "\u{0}"])
    func `Nothing is no command`(text: String) {
        #expect(StaffCommand.lines(of: text).allSatisfy { $0.outcome == .unclear("this is no command that I know") })
        #expect(StaffCommand.lines(of: text).count <= 1)
    }

    @Test func `Work is bounded whatever comes`() {
        let flood = String(repeating: "close\n", count: 100_000)
        #expect(StaffCommand.lines(of: flood).count == StaffCommand.lineLimit)
        let long = "log 45m " + String(repeating: "x", count: 1_000_000)
        guard case .command(let command)? = StaffCommand.lines(of: long).first?.outcome,
            case .log(45, let note) = command.action
        else {
            Issue.record("a long note is still a note")
            return
        }
        #expect(note.count <= StaffCommand.noteLimit)
    }

    @Test func `Random lines never stop the reading`() {
        var random = SeededRandom(state: 41)
        let pieces = [
            "log", "2", ".", " ", "45m", "1h", "close", "报价", "记录", "小时", "закрыть", "\n", "ч", "\u{0}", "é", "📎",
            "quote", "6h", "EUR",
        ]
        for _ in 0..<5_000 {
            let text = (0..<Int(random.next() % 8)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
                .joined()
            for line in StaffCommand.lines(of: text) {
                if case .command(let command) = line.outcome, case .log(let minutes, _) = command.action {
                    #expect(minutes > 0 && minutes <= WorkedTime.minutesMax)
                }
            }
        }
    }
}

/// A small generator whose numbers are the same every time.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
