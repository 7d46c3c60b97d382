// The thread that owns udev, its monitor and the table of mounts. It sleeps until one of them has something to say, and
// only passes it on.
internal import CLinux
internal import Dispatch
public import Files
internal import Foundation
internal import Glibc
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
    case failed(DeviceFault)
}

public final class DeviceWatch: Sendable {
    private struct Orders {
        var settings: USBSettings?
        var stop = false
    }

    private let orders = Mutex(Orders())
    /// Wakes the thread for an order.
    private let wake: Int32
    private let post: @Sendable (DeviceNews) -> Void
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread. Its first news are what is plugged in already, then the media, if there are any.
    public init(_ settings: USBSettings, post: @escaping @Sendable (DeviceNews) -> Void) throws(DeviceFault) {
        wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wake >= 0 else { throw .system("the watch for USB has no descriptor", errno) }
        self.post = post
        let thread = Thread { [self] in
            do throws(DeviceFault) { try run(settings) } catch { post(.failed(error)) }
            ended.signal()
        }
        thread.name = "cqwatch-devices"
        thread.start()
    }

    deinit { close(wake) }

    /// Other settings hold: what is plugged in is judged anew.
    public func replace(_ settings: USBSettings) {
        orders.withLock { $0.settings = settings }
        eventfd_write(wake, 1)
    }

    /// Ends the thread and waits for it.
    public func stop() {
        orders.withLock { $0.stop = true }
        eventfd_write(wake, 1)
        ended.wait()
    }

    private func run(_ settings: USBSettings) throws(DeviceFault) {
        let watcher = try Watcher(settings)
        for news in try watcher.begin() { post(news) }
        while true {
            let mountsChanged = try watcher.wait(besides: wake)
            let orders = orders.withLock { orders in
                defer { orders.settings = nil }
                return orders
            }
            if orders.stop { return }
            if let settings = orders.settings { for news in watcher.adopt(settings) { post(news) } }
            for news in try watcher.take(mountsChanged: mountsChanged || orders.settings != nil) { post(news) }
        }
    }
}

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
    init(_ settings: USBSettings) throws(DeviceFault) {
        udev = try Udev()
        monitor = try UdevMonitor(udev)
        mounts = try MountWatch()
        ledger = DeviceLedger(settings)
    }

    func begin() throws(DeviceFault) -> [DeviceNews] {
        let found = ledger.reconcile(try udev.survey(ledger.settings)) + ledger.missing
        let there = Set(ledger.devices.values.filter(\.isStorage).map(\.device.key))
        return try found.map(DeviceNews.change) + [.surveyed(there)] + mediaNews()
    }

    /// Sleeps until something is to be done.
    /// - Returns: whether it is about mounts.
    func wait(besides wake: Int32) throws(DeviceFault) -> Bool {
        var sources = [
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: monitor.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mounts.descriptor, events: Int16(POLLPRI), revents: 0),
        ]
        while poll(&sources, nfds_t(sources.count), -1) < 0 {
            if errno != EINTR { throw .system("the watch for USB cannot wait", errno) }
        }
        var count: eventfd_t = 0
        if sources[0].revents != 0 { eventfd_read(wake, &count) }
        return sources[2].revents != 0
    }

    func take(mountsChanged: Bool) throws(DeviceFault) -> [DeviceNews] {
        var changes: [DeviceChange] = []
        var taken = 0
        events: while taken < Self.eventsMax {
            taken += 1
            switch monitor.receive() {
            case .nothing: break events
            case .overflow: changes += ledger.reconcile(try udev.survey(ledger.settings))
            case .device(let device):
                if let report = device.report { changes += ledger.take(report) { udev.usbDevice(at: $0) } }
            }
        }
        let news = changes.map(DeviceNews.change)
        return mountsChanged || taken > 1 ? try news + mediaNews() : news
    }

    func adopt(_ settings: USBSettings) -> [DeviceNews] {
        (ledger.adopt(settings) + ledger.missing).map(DeviceNews.change)
    }

    /// The media, where they have changed.
    private func mediaNews() throws(DeviceFault) -> [DeviceNews] {
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
        return ledger.take(report) { udev.usbDevice(at: $0) }
    }
}
