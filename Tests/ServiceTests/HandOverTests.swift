import Synchronization
import Testing

@testable import Service

@Suite("What one thread hands to the next") struct HandOverTests {
    private struct Broken: Error, Equatable {}

    @Test func arrivesInOrderAndTogetherUpToASize() throws {
        let handOver = HandOver<Int>(limit: 100)
        for number in 1...5 { try handOver.give(number, size: 10) }
        handOver.close()
        #expect(handOver.take(upTo: 20) == [1, 2])
        #expect(handOver.take(upTo: 0) == [3])
        #expect(handOver.take(upTo: 100) == [4, 5])
        #expect(handOver.take(upTo: 100) == nil)
    }

    @Test func isBoundedWhateverIsGiven() throws {
        let handOver = HandOver<Int>(limit: 3)
        let most = Mutex((held: 0, most: 0))
        let giver = Worker(name: "give") {
            for number in 1...1_000 {
                try? handOver.give(number, size: 1)
                most.withLock {
                    $0.held += 1
                    $0.most = max($0.most, $0.held)
                }
            }
            handOver.close()
        }
        var taken: [Int] = []
        while let batch = handOver.take(upTo: 2) {
            taken += batch
            most.withLock { $0.held -= batch.count }
        }
        giver.join()
        #expect(taken == Array(1...1_000))
        // One more may have been taken and not counted down yet for each side of the hand-over.
        #expect(most.withLock { $0.most } <= 3 + 2)
    }

    @Test func aSingleLargerBatchPasses() throws {
        let handOver = HandOver<String>(limit: 1)
        try handOver.give("large", size: 1_000)
        #expect(handOver.take(upTo: 0) == ["large"])
    }

    @Test func failureReachesTheGiverAndEndsTheTaking() {
        let handOver = HandOver<Int>(limit: 1)
        handOver.fail(Broken())
        #expect(throws: Broken()) { try handOver.give(1, size: 1) }
        #expect(handOver.take(upTo: 1) == nil)
        #expect(handOver.error is Broken)
    }
}
