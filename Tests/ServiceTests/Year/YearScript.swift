import Agreement
import Classifier
import Foundation
import Mailrules
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

/// What happens in the simulated year: clients write, staff answer from their own mail program, log and close, machines
/// send what machines send. Every event has its own minute; the same seed gives the same year.
final class YearScript {
    enum Event {
        case write(thread: Int)
        case answer(thread: Int, isFirst: Bool)
        case work(thread: Int)
        case machine(Int)
    }

    private(set) var threads: [YearReckoning.Thread] = []
    private var subjects: [String] = []
    private var lastIDs: [[String]] = []
    private var events: [Int: [Event]] = [:]
    private var random: YearRandom
    private let servers: YearServers
    /// Mails that clients sent, with what the simulation expects of each.
    private(set) var requests: [String: (client: YearAgency.Client, at: Int, thread: Int)] = [:]
    private(set) var mailCount = 0
    private(set) var answerCount = 0

    init(seed: UInt64, servers: YearServers, from start: Int, to end: Int, mails: Int) {
        random = YearRandom(state: seed)
        self.servers = servers
        for _ in 0..<mails * 52 / 100 {
            let client = YearAgency.clients[random.below(YearAgency.clients.count)]
            subjects.append(YearAgency.subject(client.language, threads.count + 1, &random))
            lastIDs.append([])
            events[start + random.below(end - start - 5_760), default: []].append(.write(thread: threads.count))
            threads.append(YearReckoning.Thread(client: client))
        }
        for number in 0..<mails / 10 {
            events[start + random.below(end - start), default: []].append(.machine(number))
        }
    }

    /// Everything that happens before a minute, in order; work on requests is given back, for it needs the record.
    func play(from start: Int, to end: Int) -> [Int] {
        var work: [Int] = []
        for minute in start..<end {
            for event in events.removeValue(forKey: minute) ?? [] {
                switch event {
                case .write(let thread): write(thread, at: minute)
                case .answer(let thread, let isFirst): answer(thread, isFirst: isFirst, at: minute)
                case .work(let thread): work.append(thread)
                case .machine(let number): machine(number, at: minute)
                }
            }
        }
        return work
    }

    private func at(_ minute: Int, _ event: Event) { events[minute, default: []].append(event) }

    private func write(_ index: Int, at minute: Int) {
        let client = threads[index].client
        let isFirst = threads[index].mails.isEmpty
        let id = "t\(index).m\(threads[index].mails.count)@\(client.id).example"
        let text = YearAgency.request(client.language, 100 + random.below(900), &random)
        servers.receive(
            mail(
                from: client.address,
                to: "support@northlight.example",
                subject: (isFirst ? "" : "Re: ") + subjects[index],
                body: text,
                id: id,
                references: lastIDs[index],
                headers: ["Authentication-Results: mx.northlight.example; dmarc=pass header.from=\(client.id).example"]
            ),
            minute: minute
        )
        threads[index].mails.append((id, minute))
        lastIDs[index].append(id)
        requests[id] = (client, minute, index)
        mailCount += 1
        guard random.chance(92) else { return }
        let hours = random.below(100)
        let delay =
            hours < 60 ? 30 + random.below(270) : hours < 85 ? 300 + random.below(900) : 1_200 + random.below(2_400)
        at(minute + delay, .answer(thread: index, isFirst: isFirst))
    }

    private func answer(_ index: Int, isFirst: Bool, at minute: Int) {
        let client = threads[index].client
        let id = "a\(threads[index].answers.count).t\(index)@northlight.example"
        let style = random.below(10)
        // By the subject alone, by the reference, or from a person's own address with us in copy.
        let bySubject = style < 2 && isFirst
        let isOwn = style >= 8
        let bytes = mail(
            from: isOwn ? "ana@northlight.example" : "support@northlight.example",
            to: isOwn ? "\(client.address), support@northlight.example" : client.address,
            subject: "Re: " + subjects[index],
            body: "We look into it.",
            id: id,
            references: bySubject ? [] : lastIDs[index],
            headers: isOwn
                ? ["Authentication-Results: mx.northlight.example; dmarc=pass header.from=northlight.example"] : []
        )
        if isOwn { servers.receive(bytes, minute: minute) } else { servers.keep(bytes, minute: minute) }
        mailCount += isOwn ? 1 : 0
        answerCount += 1
        threads[index].answers.append(minute)
        if !bySubject { lastIDs[index].append(id) }
        if random.chance(50) { at(minute + 30, .work(thread: index)) }
        if threads[index].mails.count < 4, random.chance(52) {
            at(minute + 20 + random.below(2_000), .write(thread: index))
        }
    }

    private func machine(_ number: Int, at minute: Int) {
        let kinds = [
            ["List-Id: <news.example>", "Precedence: bulk"], ["Auto-Submitted: auto-replied"], ["Return-Path: <>"],
        ]
        let client = YearAgency.clients[random.below(YearAgency.clients.count)]
        servers.receive(
            mail(
                from: client.address,
                to: "support@northlight.example",
                subject: "Notice \(number)",
                body: "The contact form is broken.",
                id: "machine\(number)@\(client.id).example",
                references: [],
                headers: kinds[number % kinds.count]
            ),
            minute: minute
        )
        mailCount += 1
    }

    func close(_ id: String, at minute: Int) {
        guard let thread = requests[id]?.thread else { return }
        threads[thread].doneAt[id] = max(minute, threads[thread].doneAt[id] ?? 0)
    }

    func workMinutes() -> Int { 5 + random.below(100) }

    private func mail(
        from: String,
        to: String,
        subject: String,
        body: String,
        id: String,
        references: [String],
        headers: [String]
    ) -> [UInt8] {
        var lines = headers + ["From: <\(from)>", "To: \(to)", "Message-ID: <\(id)>"]
        lines.append("Subject: =?utf-8?B?\(Data(subject.utf8).base64EncodedString())?=")
        if let last = references.last {
            lines += [
                "In-Reply-To: <\(last)>",
                "References: " + references.suffix(8).map { "<\($0)>" }.joined(separator: "\r\n "),
            ]
        }
        lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
    }
}
