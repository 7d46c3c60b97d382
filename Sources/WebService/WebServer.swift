// HTTP by SwiftNIO: one thread reads and writes, and hands each whole request to whoever answers. A connection carries
// one request; what takes too long, or is too large, ends it.
internal import Linux
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Service
internal import Synchronization
internal import Web

final class WebServer: Sendable {
    /// Connections at a time; further ones are closed at once.
    static let connectionsMax = 128
    /// Requests that wait for their answer at most; further ones are told to come again.
    static let waitingMax = 64
    /// A request must be whole so long after its connection came, and its answer be taken within so long.
    static let requestTime = TimeAmount.seconds(10)
    static let answerTime = TimeAmount.seconds(30)
    /// Nobody has asked for so long: what pages needed goes back to the system.
    static let restTime = TimeAmount.seconds(2)

    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let thread = WorkThread(name: "cqwatch-web", jobsMax: WebServer.waitingMax)
    private let connections = Atomic(0)
    private let lastRequest: Atomic<Int64>
    private let answering = Atomic(0)
    private let rest = Mutex<Scheduled<Void>?>(nil)
    private let answer: @Sendable (WebRequest) -> WebResponse

    /// - Parameter answer: may block; one request at a time.
    init(_ answer: @escaping @Sendable (WebRequest) -> WebResponse) {
        self.answer = answer
        lastRequest = Atomic(Self.now)
    }

    private static var now: Int64 { Int64(steadyNow() / .milliseconds(1)) }

    /// Since when nobody has asked for anything; nil while somebody is being answered.
    var idleSince: Duration? {
        answering.load(ordering: .relaxed) > 0 ? nil : .milliseconds(lastRequest.load(ordering: .relaxed))
    }

    func listen(on socket: ListeningSocket) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = WebLimits.headerFieldBytesMax
        limits.maxHeaderListSize = WebLimits.headerBytesMax
        limits.maxHeaderFieldCount = WebLimits.headerFieldsMax
        let bootstrap = ServerBootstrap(group: group)
            .childChannelInitializer { [self, limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    guard connections.add(1, ordering: .relaxed).newValue <= Self.connectionsMax else {
                        connections.subtract(1, ordering: .relaxed)
                        throw ChannelError.inputClosed
                    }
                    channel.closeFuture.whenComplete { [self] _ in connections.subtract(1, ordering: .relaxed) }
                    try pipeline.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: true, withEncoderConfiguration: .init(),
                        withDecoderLimitConfiguration: limits)
                    try pipeline.addHandler(TrailersUnheard())
                    try pipeline.addHandler(NIOHTTPServerRequestAggregator(maxContentLength: WebLimits.bodyBytesMax))
                    try pipeline.addHandler(WebConnection(self))
                }
            }
        _ = try bootstrap.withBoundSocket(socket.descriptor).wait()
    }

    /// Hands a request on.
    /// - Returns: whether there was room.
    func submit(_ request: WebRequest, _ promise: EventLoopPromise<WebResponse>) -> Bool {
        lastRequest.store(Self.now, ordering: .relaxed)
        answering.add(1, ordering: .relaxed)
        let isTaken = thread.submit { [self] in
            promise.succeed(answer(request))
            lastRequest.store(Self.now, ordering: .relaxed)
            answering.subtract(1, ordering: .relaxed)
        }
        if !isTaken { answering.subtract(1, ordering: .relaxed) }
        return isTaken
    }

    /// An answer was given.
    func rests(on loop: any EventLoop) {
        rest.withLock { rest in
            rest?.cancel()
            rest = loop.scheduleTask(in: Self.restTime) { IdleMemory.giveBack() }
        }
    }

    /// What is being answered is answered; nothing new is taken.
    func close() { thread.close(dropping: true) }
}

/// Drops what stands behind a chunked body: the aggregator would add it to the headers, which are the proxy's word
/// alone.
private final class TrailersUnheard: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end(.some) = Self.unwrapInboundIn(data) {
            context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        } else {
            context.fireChannelRead(data)
        }
    }
}

/// One connection: a request, its answer, the end.
private final class WebConnection: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias OutboundOut = HTTPServerResponsePart

    private let server: WebServer
    private var deadline: Scheduled<Void>?
    private var hasRequest = false

    init(_ server: WebServer) { self.server = server }

    func handlerAdded(context: ChannelHandlerContext) { endIn(WebServer.requestTime, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let request = Self.unwrapInboundIn(data)
        // One request a connection: whatever follows it is dropped.
        guard !hasRequest else { return }
        hasRequest = true
        deadline?.cancel()
        let promise = context.eventLoop.makePromise(of: WebResponse.self)
        promise.futureResult.assumeIsolated().whenSuccess { self.write($0, context) }
        if !server.submit(WebRequest(request), promise) { promise.succeed(.busy) }
    }

    private func write(_ response: WebResponse, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        endIn(WebServer.answerTime, context)
        var headers = HTTPHeaders(response.headers)
        headers.add(name: "content-length", value: String(response.body.utf8.count))
        headers.add(name: "connection", value: "close")
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        if !response.body.isEmpty {
            context.write(
                Self.wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(string: response.body)))),
                promise: nil)
        }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
        server.rests(on: context.eventLoop)
    }

    private func endIn(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The aggregator has answered 413.
        if case .some(.httpFrameTooLong) = event as? NIOHTTPObjectAggregatorEvent {
            context.flush()
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Malformed, oversized, reset: what can be answered was answered before this handler.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension WebRequest {
    init(_ full: NIOHTTPServerRequestFull) {
        self.init(
            full.head.method.rawValue, full.head.uri, full.head.headers.map { Field($0.name, $0.value) },
            body: full.body.map { Array($0.readableBytesView) } ?? [])
    }
}
