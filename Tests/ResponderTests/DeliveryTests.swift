import Testing
import WorkingTime

@testable import Responder

@Suite("A mail's way through the outbox")
struct DeliveryTests {
    private static let now = Instant(epochSeconds: 1_795_000_000)

    private static func delivery(_ state: DeliveryState, attempts: Int = 1, repetitions: Int = 0) -> Delivery {
        Delivery(state: state, attempts: attempts, repetitions: repetitions, nextAttemptAt: now)
    }

    /// What each event makes of each state; a pair that is not here changes nothing.
    private static let moves: [DeliveryState: [(DeliveryEvent, DeliveryState)]] = [
        .queued: [(.begin, .transmitting), (.copyFound, .accepted), (.hold, .held)],
        .transmitting: [
            (.outcome(.accepted), .accepted), (.outcome(.refused("550")), .refused),
            (.outcome(.deferred("451")), .deferred), (.outcome(.uncertain("")), .uncertain), (.interrupted, .uncertain),
        ],
        .accepted: [(.bounced, .refused)],
        .refused: [(.release, .queued)],
        .deferred: [(.begin, .transmitting), (.copyFound, .accepted), (.hold, .held)],
        .uncertain: [
            (.copyFound, .accepted), (.copyMissing, .queued), (.bounced, .refused), (.hold, .held), (.release, .queued),
        ],
        .held: [(.copyFound, .accepted), (.release, .queued)],
    ]

    private static let events: [DeliveryEvent] = [
        .begin, .outcome(.accepted), .outcome(.refused("550")), .outcome(.deferred("451")), .outcome(.uncertain("")),
        .interrupted, .copyFound, .copyMissing, .bounced, .hold, .release,
    ]

    @Test("Every event does in every state what the table says, and nothing else", arguments: DeliveryState.allCases)
    func table(state: DeliveryState) {
        let before = Self.delivery(state)
        for event in Self.events {
            let after = before.after(event, now: Self.now, jitter: 0)
            let expected = Self.moves[state]?.first { $0.0 == event }?.1
            #expect(after.state == expected ?? state, "\(event)")
            if expected == nil { #expect(after == before, "\(event)") }
        }
    }

    @Test("Pauses double up to an hour and are stretched by at most a half")
    func pauses() {
        let minutes = (1...10).map { Delivery.pauseSeconds(attempts: $0, jitter: 0) / 60 }
        #expect(minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
        #expect(Delivery.pauseSeconds(attempts: 7, jitter: 999) == 3600 + 1798)
        #expect(Delivery.pauseSeconds(attempts: Int.max, jitter: Int.max) == 3600 + 1798)
        #expect(Delivery.pauseSeconds(attempts: Int.min, jitter: Int.min) == 60)
    }

    @Test("A deferred mail is tried again when its pause is over, and held after the last try")
    func deferred() {
        var delivery = Delivery.queued(at: Self.now)
        var now = Self.now
        var tries = 0
        while delivery.state == .queued || delivery.state == .deferred {
            #expect(delivery.isDue(at: now))
            delivery = delivery.after(.begin, now: now, jitter: 0).after(.outcome(.deferred("")), now: now, jitter: 0)
            tries += 1
            if let next = delivery.nextAttemptAt {
                #expect(!delivery.isDue(at: next.adding(seconds: -1)))
                now = next
            }
        }
        #expect(delivery.state == .held)
        #expect(tries == Delivery.mostAttempts)
        #expect(now.minutes(since: Self.now) == 63 + 13 * 60)
    }

    @Test("A doubtful mail is repeated only after the whole window, and only once")
    func doubt() {
        let doubtful = Delivery.queued(at: Self.now).after(.begin, now: Self.now, jitter: 0)
            .after(.outcome(.uncertain("")), now: Self.now, jitter: 0)
        let early = Self.now.adding(minutes: Delivery.evidenceWindowMinutes).adding(seconds: -1)
        #expect(doubtful.after(.copyMissing, now: early, jitter: 0) == doubtful)
        #expect(!doubtful.isDue(at: early))
        let late = Self.now.adding(minutes: Delivery.evidenceWindowMinutes)
        #expect(doubtful.isDue(at: late))
        let repeated = doubtful.after(.copyMissing, now: late, jitter: 0)
        #expect(repeated.state == .queued && repeated.repetitions == 1)
        let again = repeated.after(.begin, now: late, jitter: 0).after(.interrupted, now: late, jitter: 0)
        let later = late.adding(minutes: Delivery.evidenceWindowMinutes)
        #expect(again.after(.copyMissing, now: later, jitter: 0).state == .held)
    }

    @Test("Whatever happens without a person, no mail is offered again after the server may have taken it, but once")
    func atMostOnce() {
        var seed: UInt64 = 42
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let unattended = Self.events.filter { $0 != .release }
        for _ in 0..<2000 {
            var delivery = Delivery.queued(at: Self.now)
            var now = Self.now
            var mayHaveArrived = 0
            for _ in 0..<60 {
                let event = unattended[random(unattended.count)]
                let wasTransmitting = delivery.state == .transmitting
                delivery = delivery.after(event, now: now, jitter: random(1000))
                let mayHave = event == .outcome(.accepted) || event == .outcome(.uncertain("")) || event == .interrupted
                if wasTransmitting, mayHave { mayHaveArrived += 1 }
                now = now.adding(minutes: random(45))
            }
            #expect(mayHaveArrived <= 2)
            #expect(delivery.repetitions <= 1)
        }
    }
}
