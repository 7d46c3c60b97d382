// The thread that owns udev, its monitor and the table of mounts. It sleeps until one of them has something to say, and
// only passes it on.
public import Files
public import Linux
internal import Synchronization
public import USB

/// What the watch tells, in order.
public enum DeviceNews: Sendable {
    case change(DeviceChange)
    /// What was plugged in at the start has been told: the keys of the storage among it.
    case surveyed(Set<String>)
    /// The sticks that are mounted and admitted, whenever that changes.
    case media([Medium])
    /// It cannot go on: sticks are not noticed any more.
    case failed(SystemError)
}

public final class DeviceWatch: Sendable {
    private let settings = Mutex<USBSettings?>(nil)
    private let epoll: Epoll<WatchKey>
    /// Wakes the thread for other settings.
    private let wake: Eventfd
    private let post: @Sendable (DeviceNews) -> Void
    private let thread = BlockingThread("cqwatch-devices")

    /// Starts the thread. Its first news are what is plugged in already, then the media, if there are any.
    public init(_ settings: USBSettings, post: @escaping @Sendable (DeviceNews) -> Void) throws(SystemError) {
        epoll = try Epoll()
        wake = try Eventfd()
        self.post = post
        try epoll.add(wake.descriptor, .settings)
        thread.start { [self] in
            do throws(SystemError) { try run(settings) } catch { post(.failed(error)) }
        }
    }

    /// Other settings hold: what is plugged in is judged anew.
    public func replace(_ settings: USBSettings) {
        self.settings.withLock { $0 = settings }
        wake.signal()
    }

    /// Ends the thread and waits for it.
    public func stop() {
        epoll.shutDown()
        thread.join()
    }

    private func run(_ settings: USBSettings) throws(SystemError) {
        let watcher = try Watcher(settings, epoll)
        for news in try watcher.begin() { post(news) }
        while let ready = try epoll.wait() {
            wake.drain()
            let settings = self.settings.withLock { settings in
                defer { settings = nil }
                return settings
            }
            if let settings { for news in watcher.adopt(settings) { post(news) } }
            let mountsChanged = settings != nil || ready.contains(.mounts)
            for news in try watcher.receive(mountsChanged: mountsChanged) { post(news) }
        }
    }
}

private enum WatchKey: UInt64 { case settings = 1, events, mounts }

/// What the thread holds.
private final class Watcher {
    /// Events taken before the news are posted.
    private static let eventsMax = 256

    private let udev: Udev
    private let monitor: UdevMonitor
    private let mounts: MountWatch
    private var ledger: DeviceLedger
    private var media: [Medium] = []

    /// The monitor listens before anything is listed: what comes in between is told twice rather than never.
    init(_ settings: USBSettings, _ epoll: Epoll<WatchKey>) throws(SystemError) {
        udev = try Udev()
        monitor = try UdevMonitor(udev)
        mounts = try MountWatch()
        ledger = DeviceLedger(settings)
        try epoll.add(monitor.descriptor, .events)
        try epoll.add(mounts.descriptor, .mounts, for: .priority)
    }

    func begin() throws(SystemError) -> [DeviceNews] {
        let found = ledger.reconcile(try udev.survey(ledger.settings)) + ledger.missing
        let there = Set(ledger.devices.values.filter(\.isStorage).map(\.device.key))
        return try found.map(DeviceNews.change) + [.surveyed(there)] + mediaNews()
    }

    func receive(mountsChanged: Bool) throws(SystemError) -> [DeviceNews] {
        var changes: [DeviceChange] = []
        var taken = 0
        events: while taken < Self.eventsMax {
            taken += 1
            switch monitor.receive() {
            case .nothing: break events
            case .overflow: changes += ledger.reconcile(try udev.survey(ledger.settings))
            case .device(let device):
                if let report = device.report { changes += ledger.apply(report) { udev.usbDevice(at: $0) } }
            }
        }
        let news = changes.map(DeviceNews.change)
        return mountsChanged || taken > 1 ? try news + mediaNews() : news
    }

    func adopt(_ settings: USBSettings) -> [DeviceNews] {
        (ledger.adopt(settings) + ledger.missing).map(DeviceNews.change)
    }

    /// The media, where they have changed.
    private func mediaNews() throws(SystemError) -> [DeviceNews] {
        var news: [DeviceNews] = []
        var found: [Medium] = []
        for mount in try mounts.directlyBelow(ledger.settings.mediaFolder) {
            for change in meet(mount.number) { news.append(.change(change)) }
            guard let (fileSystem, seen) = ledger.fileSystem(mount.number), seen.verdict.admitted,
                ledger.settings.reads(fileSystem.type)
            else {
                continue
            }
            found.append(
                Medium(
                    mount: mount.folder, number: mount.number, address: seen.address,
                    stick: Stick(fileSystem, on: seen.device)))
        }
        guard found != media else { return news }
        media = found
        return news + [.media(found)]
    }

    /// A mount may be seen before udev's event for its device: then the system is asked.
    private func meet(_ number: String) -> [DeviceChange] {
        guard ledger.fileSystem(number) == nil, let device = udev.blockDevice(number), let report = device.report else {
            return []
        }
        return ledger.apply(report) { udev.usbDevice(at: $0) }
    }
}
