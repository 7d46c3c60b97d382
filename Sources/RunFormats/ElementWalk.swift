// One pass over one XML document by libxml2's SAX2 interface: no tree, no entities, no document type, no network; depth and text sizes bounded.
// The pull parser reads from a callback, not the push parser: that of libxml2 2.9 mistakes ">" inside an attribute for the tag's end where a piece ends.
internal import CXML2
internal import Foundation

/// Walks the document to its end or to its first fault. Returns the fault as a sentence fragment, nil for a whole document.
func walkElements(of source: some ByteSource, into receiver: any ElementReceiver) -> XMLFault? {
    let walk = ElementWalk(source: source, receiver: receiver)
    return withExtendedLifetime(walk) { walk.run() }
}

struct XMLFault {
    let reason: String
    /// The document ended before its root element did.
    let endsEarly: Bool
}

private let librariesReady: Void = xmlInitParser()

private final class ElementWalk {
    private let source: any ByteSource
    private let receiver: any ElementReceiver
    private var context: xmlParserCtxtPtr?
    private var elements: InternedNames<ElementName>?
    private var attributes: InternedNames<AttributeName>?
    private var path: [ElementName?] = []
    /// Depth below an element that nobody wants; 0 outside.
    private var skipped = 0
    private var wantsText = false
    private var text: [UInt8] = []
    private var refusal: String?
    private var atEnd = false
    private var bytesWithoutTag = 0

    init(source: any ByteSource, receiver: any ElementReceiver) {
        self.source = source
        self.receiver = receiver
        path.reserveCapacity(ReadingLimits.elementDepthMax)
    }

    func run() -> XMLFault? {
        _ = librariesReady
        var handler = Self.handler()
        let me = Unmanaged.passUnretained(self).toOpaque()
        guard let context = xmlCreateIOParserCtxt(&handler, me, readBytes, nil, me, XML_CHAR_ENCODING_NONE) else {
            return XMLFault(reason: source.failure ?? "the XML parser could not be started", endsEarly: false)
        }
        defer { xmlFreeParserCtxt(context) }
        self.context = context
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
        elements = InternedNames(context.pointee.dict)
        attributes = InternedNames(context.pointee.dict)
        xmlParseDocument(context)
        if let refusal { return XMLFault(reason: refusal, endsEarly: false) }
        if let failure = source.failure { return XMLFault(reason: failure, endsEarly: false) }
        guard context.pointee.wellFormed == 1 else { return fault(context) }
        return nil
    }

    private func fault(_ context: xmlParserCtxtPtr) -> XMLFault {
        let error = context.pointee.lastError
        let message = error.message.map { String(cString: $0) } ?? "broken XML"
        let plain = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        // The root is still open and no byte is left: cut off, not broken.
        let endsEarly = context.pointee.nameNr > 0 && atEnd
        return XMLFault(reason: "line \(max(error.line, 1)): \(plain)", endsEarly: endsEarly || error.code == Int32(XML_ERR_DOCUMENT_EMPTY.rawValue))
    }

    fileprivate func fill(_ buffer: UnsafeMutablePointer<CChar>?, _ length: Int32) -> Int32 {
        guard let buffer, length > 0 else { return 0 }
        let count = source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(length)))
        if count == 0 { atEnd = true }
        bytesWithoutTag = memchr(buffer, Int32(UInt8(ascii: "<")), count) == nil ? bytesWithoutTag + count : 0
        guard bytesWithoutTag <= ReadingLimits.tagBytesMax else {
            refusal = refusal ?? "a tag or a text is longer than \(ReadingLimits.tagBytesMax >> 10) KB"
            return 0
        }
        // Asked once a piece, which holds a few thousand names at most: a question an element would cost more than reading it.
        if let context, xmlDictSize(context.pointee.dict) > ReadingLimits.distinctNamesMax {
            refusal = refusal ?? "it uses more than \(ReadingLimits.distinctNamesMax) distinct names"
            return 0
        }
        return Int32(count)
    }

    fileprivate func start(_ localName: UnsafePointer<xmlChar>, _ namespaces: Int32, _ count: Int32, _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard refusal == nil, let elements, let attributes else { return }
        guard count <= ReadingLimits.attributesMax else { return stop("an element carries more than \(ReadingLimits.attributesMax) attributes") }
        guard namespaces <= ReadingLimits.namespacesMax else { return stop("a tag declares more than \(ReadingLimits.namespacesMax) namespaces") }
        guard path.count + skipped < ReadingLimits.elementDepthMax else {
            return stop("elements are nested deeper than \(ReadingLimits.elementDepthMax) levels")
        }
        if skipped > 0 {
            skipped += 1
            return
        }
        let found = ElementAttributes(base: values, count: Int(count), names: attributes)
        guard found.longest <= ReadingLimits.textBytesMax else { return stop("an attribute is longer than \(ReadingLimits.textBytesMax >> 10) KB") }
        let name = elements[localName]
        let visit = receiver.start(name, in: path.last ?? nil, depth: path.count, found)
        if let refused = receiver.refusal { return stop(refused) }
        wantsText = false
        switch visit {
        case .skip: skipped = 1
        case .children: path.append(name)
        case .text:
            path.append(name)
            wantsText = true
            text.removeAll(keepingCapacity: true)
        }
    }

    fileprivate func end() {
        guard refusal == nil else { return }
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard let last = path.popLast() else { return }
        defer { wantsText = false }
        guard let name = last else { return }
        if !wantsText { text.removeAll(keepingCapacity: true) }
        text.withUnsafeBufferPointer { receiver.end(name, in: path.last ?? nil, ElementText(bytes: $0)) }
        if let refused = receiver.refusal { stop(refused) }
    }

    fileprivate func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int32) {
        guard wantsText, skipped == 0, refusal == nil else { return }
        guard text.count + Int(count) <= ReadingLimits.textBytesMax else {
            return stop("a text is longer than \(ReadingLimits.textBytesMax >> 10) KB")
        }
        text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    fileprivate func stop(_ reason: String) {
        // After broken XML libxml2 still hands out text, but no ends of elements: what is wrong then is the XML.
        if context?.pointee.wellFormed == 1 { refusal = refusal ?? reason }
        xmlStopParser(context)
    }

    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { context, name, _, _, namespaces, _, count, _, attributes in
            guard let context, let name else { return }
            Unmanaged<ElementWalk>.fromOpaque(context).takeUnretainedValue().start(name, namespaces, count, attributes)
        }
        handler.endElementNs = { context, _, _, _ in
            guard let context else { return }
            Unmanaged<ElementWalk>.fromOpaque(context).takeUnretainedValue().end()
        }
        let characters: charactersSAXFunc = { context, bytes, count in
            guard let context, let bytes else { return }
            Unmanaged<ElementWalk>.fromOpaque(context).takeUnretainedValue().characters(bytes, count)
        }
        handler.characters = characters
        handler.cdataBlock = characters
        handler.internalSubset = { context, _, _, _ in
            guard let context else { return }
            Unmanaged<ElementWalk>.fromOpaque(context).takeUnretainedValue().stop("a document type is declared, which no instrument writes")
        }
        handler.serror = { _, _ in }
        return handler
    }
}

private let readBytes: xmlInputReadCallback = { context, buffer, length in
    guard let context else { return -1 }
    return Unmanaged<ElementWalk>.fromOpaque(context).takeUnretainedValue().fill(buffer, length)
}
