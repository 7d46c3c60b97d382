// One pass over one XML document by libxml2's SAX2 interface: no tree, no entities, no document type, no network; depth
// and text sizes bounded. The pull parser reads from a callback, not the push parser: that of libxml2 2.9 mistakes ">"
// inside an attribute for the tag's end where a piece ends.
internal import CXML2
internal import Foundation
internal import Text

/// Walks the document to its end or to its first fault. Returns the fault as a sentence fragment, nil for a whole
/// document.
///
/// A real document has half a million elements and texts. So the state lies in plain memory that libxml2's callbacks
/// reach by its address: an object would be retained, released and checked for exclusive access at each of them, which
/// cost as much as the parsing.
func walkElements<Receiver: ElementReceiver>(of source: some ByteSource, into receiver: inout Receiver) -> XMLFault? {
    withUnsafeMutablePointer(to: &receiver) { receiver in
        let walk = UnsafeMutablePointer<ElementWalk>.allocate(capacity: 1)
        walk.initialize(
            to: ElementWalk(
                source: source,
                starts: { name, parent, depth, attributes in
                    receiver.pointee.start(name, in: parent, depth: depth, attributes)
                },
                ends: { name, parent, text in receiver.pointee.end(name, in: parent, text) },
                refuses: { receiver.pointee.refusal }))
        defer {
            walk.deinitialize(count: 1)
            walk.deallocate()
        }
        return run(walk)
    }
}

struct XMLFault {
    let reason: String
    /// The document ended before its root element did.
    let endsEarly: Bool
}

private let librariesReady: Void = xmlInitParser()

private func run(_ walk: UnsafeMutablePointer<ElementWalk>) -> XMLFault? {
    _ = librariesReady
    var handler = saxHandler()
    guard let context = xmlCreateIOParserCtxt(&handler, walk, readBytes, nil, walk, XML_CHAR_ENCODING_NONE) else {
        return XMLFault(reason: walk.pointee.source.failure ?? "the XML parser could not be started", endsEarly: false)
    }
    defer { xmlFreeParserCtxt(context) }
    xmlCtxtUseOptions(
        context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
    let elements = InternedNames<ElementName>(context.pointee.dict),
        attributes = InternedNames<AttributeName>(context.pointee.dict)
    defer {
        elements.deallocate()
        attributes.deallocate()
    }
    walk.pointee.begin(context, elements, attributes)
    xmlParseDocument(context)
    return walk.pointee.fault(context)
}

private struct ElementWalk {
    let source: any ByteSource
    let starts: (ElementName?, ElementName?, Int, ElementAttributes) -> Visit
    let ends: (ElementName, ElementName?, ElementText) -> Void
    let refuses: () -> String?
    private var context: xmlParserCtxtPtr?
    private var elements: InternedNames<ElementName>?
    private var attributes: InternedNames<AttributeName>?
    private var path: [ElementName?] = []
    /// Depth below an element that nobody wants; 0 outside.
    private var skipped = 0
    private var wantsText = false
    private var text: [UInt8] = []
    private var refusal: String?
    /// A fault was found: what libxml2 still hands out is passed over.
    private var isOver = false
    private var atEnd = false
    private var bytesWithoutTag = 0

    init(
        source: any ByteSource, starts: @escaping (ElementName?, ElementName?, Int, ElementAttributes) -> Visit,
        ends: @escaping (ElementName, ElementName?, ElementText) -> Void, refuses: @escaping () -> String?
    ) {
        self.source = source
        self.starts = starts
        self.ends = ends
        self.refuses = refuses
        path.reserveCapacity(ReadingLimits.elementDepthMax)
        text.reserveCapacity(ReadingLimits.textBytesMax)
    }

    mutating func begin(
        _ context: xmlParserCtxtPtr, _ elements: InternedNames<ElementName>, _ attributes: InternedNames<AttributeName>
    ) {
        self.context = context
        self.elements = elements
        self.attributes = attributes
    }

    func fault(_ context: xmlParserCtxtPtr) -> XMLFault? {
        if let refusal { return XMLFault(reason: refusal, endsEarly: false) }
        if let failure = source.failure { return XMLFault(reason: failure, endsEarly: false) }
        guard context.pointee.wellFormed != 1 else { return nil }
        let error = context.pointee.lastError
        let message = error.message.map { String(cString: $0) } ?? "broken XML"
        // The document's own names stand in it.
        let plain = shown(message.split(whereSeparator: \.isNewline).joined(separator: " "), max: 200)
        // The root is still open and no byte is left: cut off, not broken.
        let endsEarly = context.pointee.nameNr > 0 && atEnd
        return XMLFault(
            reason: "line \(max(error.line, 1)): \(plain)",
            endsEarly: endsEarly || error.code == Int32(XML_ERR_DOCUMENT_EMPTY.rawValue))
    }

    mutating func fill(_ buffer: UnsafeMutablePointer<CChar>?, _ length: Int32) -> Int32 {
        guard let buffer, length > 0 else { return 0 }
        let count = source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(length)))
        if count == 0 { atEnd = true }
        bytesWithoutTag = memchr(buffer, Int32(UInt8(ascii: "<")), count) == nil ? bytesWithoutTag + count : 0
        guard bytesWithoutTag <= ReadingLimits.tagBytesMax else {
            refuse("a tag or a text is longer than \(ReadingLimits.tagBytesMax >> 10) KB")
            return 0
        }
        // Asked once a piece, which holds a few thousand names at most: a question an element would cost more than
        // reading it.
        if let context, xmlDictSize(context.pointee.dict) > ReadingLimits.distinctNamesMax {
            refuse("it uses more than \(ReadingLimits.distinctNamesMax) distinct names")
            return 0
        }
        return Int32(count)
    }

    mutating func start(
        _ localName: UnsafePointer<xmlChar>, _ namespaces: Int32, _ count: Int32,
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard !isOver, let elements, let attributes else { return }
        guard count <= ReadingLimits.attributesMax else {
            return stop("an element carries more than \(ReadingLimits.attributesMax) attributes")
        }
        guard namespaces <= ReadingLimits.namespacesMax else {
            return stop("a tag declares more than \(ReadingLimits.namespacesMax) namespaces")
        }
        guard path.count + skipped < ReadingLimits.elementDepthMax else {
            return stop("elements are nested deeper than \(ReadingLimits.elementDepthMax) levels")
        }
        if skipped > 0 {
            skipped += 1
            return
        }
        let found = ElementAttributes(base: values, count: Int(count), names: attributes)
        guard found.longest <= ReadingLimits.textBytesMax else {
            return stop("an attribute is longer than \(ReadingLimits.textBytesMax >> 10) KB")
        }
        let name = elements[localName]
        let visit = starts(name, path.last ?? nil, path.count, found)
        if let refused = refuses() { return stop(refused) }
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

    mutating func end() {
        guard !isOver else { return }
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard let last = path.popLast() else { return }
        defer { wantsText = false }
        guard let name = last else { return }
        if !wantsText { text.removeAll(keepingCapacity: true) }
        let parent = path.last ?? nil
        text.withUnsafeBufferPointer { ends(name, parent, ElementText(bytes: $0)) }
        if let refused = refuses() { stop(refused) }
    }

    mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int32) {
        guard wantsText, skipped == 0, !isOver else { return }
        guard text.count + Int(count) <= ReadingLimits.textBytesMax else {
            return stop("a text is longer than \(ReadingLimits.textBytesMax >> 10) KB")
        }
        text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    mutating func stop(_ reason: String) {
        // After broken XML libxml2 still hands out text, but no ends of elements: what is wrong then is the XML.
        if context?.pointee.wellFormed == 1 { refuse(reason) }
        xmlStopParser(context)
    }

    private mutating func refuse(_ reason: String) {
        refusal = refusal ?? reason
        isOver = true
    }
}

private func walk(_ context: UnsafeMutableRawPointer) -> UnsafeMutablePointer<ElementWalk> {
    context.assumingMemoryBound(to: ElementWalk.self)
}

private func saxHandler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = { context, name, _, _, namespaces, _, count, _, attributes in
        guard let context, let name else { return }
        walk(context).pointee.start(name, namespaces, count, attributes)
    }
    handler.endElementNs = { context, _, _, _ in
        guard let context else { return }
        walk(context).pointee.end()
    }
    let characters: charactersSAXFunc = { context, bytes, count in
        guard let context, let bytes else { return }
        walk(context).pointee.characters(bytes, count)
    }
    handler.characters = characters
    // The same function for blanks: else libxml2 looks at each run of them for whether it is one.
    handler.ignorableWhitespace = characters
    handler.cdataBlock = characters
    handler.internalSubset = { context, _, _, _ in
        guard let context else { return }
        walk(context).pointee.stop("a document type is declared, which no instrument writes")
    }
    handler.serror = { _, _ in }
    return handler
}

private let readBytes: xmlInputReadCallback = { context, buffer, length in
    guard let context else { return -1 }
    return walk(context).pointee.fill(buffer, length)
}
