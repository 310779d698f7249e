import Classifier

/// Cuts a text into requests and classifies it: ranges in order, within the text, without overlap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let body = String(decoding: bytes, as: UTF8.self)
    let scalars = body.unicodeScalars.count
    var end = 0
    for unit in splitter.split(body) {
        precondition(unit.range.lowerBound >= end && unit.range.upperBound <= scalars && !unit.range.isEmpty)
        end = unit.range.upperBound
    }
    let subject = String(body.prefix(80))
    let classification = classifier.classify(subject: subject, body: body)
    end = 0
    for item in classification.items {
        precondition(item.range.lowerBound >= end && item.range.upperBound <= scalars)
        precondition((0...1).contains(item.confidence))
        end = item.range.upperBound
    }
    return 0
}

private let splitter = RequestSplitter()
private let classifier = RequestClassifier()
