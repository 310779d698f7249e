import WorkingTime

/// Reads a file of holidays: bounded, and every day within the years asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let file = HolidayFile(bytes: bytes, years: 2020...2030)
    precondition(file.holidays.count <= 11 * 366)
    precondition(file.holidays.keys.allSatisfy { (2020...2030).contains($0.year) })
    precondition(file.defects.allSatisfy { $0.line >= 0 })
    return 0
}
