import Foundation
import Synchronization

/// The offsets of one zone from 1970 to 2100, as stretches between the changes of its clocks.
///
/// Foundation is asked once per zone; after that a look-up is a binary search over some two hundred numbers. Before
/// and after those years the first and the last offset hold.
final class ZoneOffsets: Sendable {
    /// A time in which the clocks of a zone do not change: `from` inclusive, `until` exclusive, seconds since the epoch.
    struct Stretch {
        var from: Int64
        var until: Int64
        var offset: Int64
    }

    private let starts: [Int64]
    private let offsets: [Int64]

    private static let firstSecond: Int64 = 0
    private static let lastSecond: Int64 = 4_102_444_800
    /// Clocks that change twice within a week are not known; the shortest pause of summer time lasted four weeks.
    private static let sampleSeconds: Int64 = 7 * 86_400

    private static let known = Mutex<[String: ZoneOffsets]>([:])

    /// The offsets of a zone, computed once in the life of the process.
    static func of(_ identifier: String, rules: TimeZone) -> ZoneOffsets {
        known.withLock { table in
            if let found = table[identifier] { return found }
            let made = ZoneOffsets(rules)
            table[identifier] = made
            return made
        }
    }

    private init(_ rules: TimeZone) {
        func offset(_ second: Int64) -> Int64 {
            Int64(rules.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second))))
        }
        var starts = [Int64.min]
        var offsets = [offset(Self.firstSecond)]
        var second = Self.firstSecond
        var current = offsets[0]
        while second < Self.lastSecond {
            let next = second + Self.sampleSeconds
            let after = offset(next)
            if after != current {
                var same = second
                var changed = next
                while changed - same > 1 {
                    let middle = same + (changed - same) / 2
                    if offset(middle) == current { same = middle } else { changed = middle }
                }
                starts.append(changed)
                offsets.append(after)
                current = after
            }
            second = next
        }
        self.starts = starts
        self.offsets = offsets
    }

    func stretch(at second: Int64) -> Stretch {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= second { low = middle } else { high = middle }
        }
        return Stretch(
            from: starts[low],
            until: high < starts.count ? starts[high] : Int64.max,
            offset: offsets[low]
        )
    }
}
