// A service rests far longer than it works: what runs or pages needed goes back to the system once they are done.
internal import CLinux

package enum IdleMemory {
    /// malloc gives each core eight heaps by default, and each keeps what its threads once needed.
    private static let heapsMax: Int32 = 2

    /// Before there are threads.
    static func limitHeaps() { clinux_limit_heaps(heapsMax) }

    static func giveBackHeaps() { clinux_trim_heaps() }

    package static func giveBack() { clinux_give_back_memory() }
}
