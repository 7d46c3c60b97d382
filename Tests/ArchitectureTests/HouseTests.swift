// The drawing of the house against the house: what ARCHITECTURE.md's table says of each room is what the room imports.
import Foundation
import Testing

@Suite("The house")
struct HouseTests {
    private let house: House

    init() throws { house = try House(at: House.project) }

    @Test("has a row for each room, and a room for each row")
    func rows() {
        #expect(Set(house.table.keys) == Set(house.rooms))
    }

    @Test("knows in each room exactly what the table says")
    func arrows() {
        for room in house.rooms {
            let drawn = house.table[room] ?? [], imported = house.imports[room] ?? []
            #expect(imported.subtracting(drawn).isEmpty, "\(room) imports what ARCHITECTURE.md's table lacks")
            #expect(
                drawn.subtracting(imported).isEmpty,
                "ARCHITECTURE.md's table draws an arrow that \(room) does not import")
        }
    }

    @Test("declares in Package.swift exactly what each room imports")
    func targets() {
        for room in house.rooms {
            let declared = house.targets[room] ?? [], imported = house.imports[room] ?? []
            #expect(
                declared == imported,
                "\(room): Package.swift and its imports differ in \(declared.symmetricDifference(imported).sorted())")
        }
    }

    @Test("keeps files, clocks, threads and C out of its pure rooms")
    func pure() {
        #expect(!house.pureRooms.isEmpty)
        for room in house.pureRooms {
            let outside = (house.everyImport[room] ?? []).filter {
                House.outside.contains($0) || house.isSystemLibrary($0)
            }
            #expect(outside.isEmpty, "\(room) is pure and imports \(outside.sorted())")
            let calls = house.impureCalls(in: room)
            #expect(calls.isEmpty, "\(room) is pure and calls \(calls)")
        }
    }

    @Test("reads rows of the journal only by what can fail")
    func rowsAreForeign() {
        let readers = house.rooms.filter { house.everyImport[$0]?.contains("GRDB") == true }
        #expect(readers.contains("Journal") && readers.contains("Casebook"))
        for room in readers {
            let reads = house.readsThatTrap(in: room)
            #expect(
                reads.isEmpty, "\(room) reads a row by a subscript, which ends the process on a damaged file: \(reads)")
        }
    }

    @Test("has no circle")
    func circles() {
        var open = house.imports.mapValues { $0.intersection(house.rooms) }
        while let leaf = open.first(where: { $0.value.isEmpty })?.key {
            open[leaf] = nil
            for room in open.keys { open[room]?.remove(leaf) }
        }
        #expect(open.isEmpty, "these rooms stand in a circle: \(open.keys.sorted())")
    }
}
