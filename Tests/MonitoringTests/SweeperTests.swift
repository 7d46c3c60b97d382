import Assay
import Monitoring
import TestSupport
import Testing

/// A laboratory of a hundred patients, each with one date on which something falls due.
private struct Office {
    var sweeper: Sweeper
    var day = 1000
    let dueOn: [String: Int]
    /// Patients who were found due or whose run has come, and whom no round has judged since.
    var owed: Set<String> = []
    var judged: [String] = []
    var completed: [CalendarDate] = []
    var alertRounds = 0
    /// The journal has grown since the timer was set.
    var timerIsStale = true
    private var mayJudge = false

    init(_ numbers: inout SeededNumbers, sweptUpTo: Int? = nil) {
        sweeper = Sweeper(sweptUpTo: sweptUpTo.flatMap(CalendarDate.init(dayNumber:)))
        dueOn = Dictionary(
            uniqueKeysWithValues: (0..<100).map { ("P\($0)", Int.random(in: 980...1040, using: &numbers)) })
    }

    var today: CalendarDate { CalendarDate(dayNumber: day) ?? .latest }

    mutating func recorded(_ patients: Set<String>) {
        sweeper.hear(.recorded(patients: patients))
        owed.formUnion(patients)
        timerIsStale = true
    }

    /// - Returns: whether it is to be called again.
    mutating func look(mayJudge: Bool) -> Bool {
        self.mayJudge = mayJudge
        return perform(sweeper.handle(.looked(mayJudge: mayJudge), on: today))
    }

    /// As the daemon does, until nothing is left to do.
    mutating func settle() {
        for _ in 0..<100 where !look(mayJudge: true) { return }
        Issue.record("the sweep does not end")
    }

    private mutating func perform(_ effects: [Sweeper.Effect]) -> Bool {
        var again = false
        for effect in effects {
            switch effect {
            case .findDue(let since): again = found(since: since?.dayNumber ?? .min) || again
            case .findEverybody: again = found(since: .min, until: .max) || again
            case .sweep(let round):
                #expect(mayJudge || (round.patients.isEmpty && !round.judges && round.completes == nil))
                #expect(round.patients.count <= Sweeper.patientsAtOnce)
                alertRounds += 1
                judged += round.patients
                owed.subtract(round.patients)
                if let date = round.completes {
                    #expect(owed.isEmpty, "a sweep is called complete that is none")
                    completed.append(date)
                }
                timerIsStale = true
                again = perform(sweeper.handle(.swept, on: today)) || again
            case .comeBack: again = true
            case .setTimer: timerIsStale = false
            }
        }
        return again
    }

    private mutating func found(since: Int, until: Int? = nil) -> Bool {
        #expect(mayJudge)
        let patients = dueOn.filter { $0.value > since && $0.value <= until ?? day }.map(\.key)
        owed.formUnion(patients)
        return perform(sweeper.handle(.found(patients), on: today))
    }
}

@Suite struct SweeperTests {
    private func office(sweptUpTo: Int? = nil) -> Office {
        var numbers = SeededNumbers(seed: 1)
        return Office(&numbers, sweptUpTo: sweptUpTo)
    }

    @Test func `at the start every patient whose date has passed is judged, some at a time`() {
        var office = office()
        office.settle()
        #expect(Set(office.judged) == Set(office.dueOn.filter { $0.value <= 1000 }.keys))
        #expect(office.completed == [office.today])
        #expect(office.alertRounds > 1 && !office.timerIsStale)
    }

    @Test func `what was swept up to a date is not judged again for it`() {
        var office = office(sweptUpTo: 995)
        office.settle()
        #expect(Set(office.judged) == Set(office.dueOn.filter { (996...1000).contains($0.value) }.keys))
    }

    @Test func `while nobody may be judged, reminders come all the same`() {
        var office = office()
        let again = office.look(mayJudge: false)
        #expect(!again)
        #expect(office.alertRounds == 1 && office.judged.isEmpty && office.completed.isEmpty && !office.timerIsStale)
        _ = office.look(mayJudge: false)
        #expect(office.alertRounds == 1)
    }

    @Test func `a run's patients are judged though no date has come`() {
        var office = office(sweptUpTo: 1000)
        office.settle()
        let before = office.judged.count
        office.recorded(["P7", "Q1"])
        office.settle()
        #expect(office.judged.dropFirst(before).sorted() == ["P7", "Q1"])
        #expect(office.completed == [office.today])
    }

    @Test func `after a clock that ran ahead everybody is judged anew`() {
        var office = office()
        office.day = 1030
        office.settle()
        office.day = 1001
        let before = office.judged.count
        office.settle()
        #expect(Set(office.judged.dropFirst(before)) == Set(office.dueOn.keys))
        #expect(office.completed.map(\.dayNumber) == [1030, 1001])
    }

    @Test func `another configuration is held against all dates that have passed`() {
        var office = office(sweptUpTo: 1000)
        office.settle()
        office.sweeper.hear(.configured)
        office.settle()
        #expect(Set(office.judged) == Set(office.dueOn.filter { $0.value <= 1000 }.keys))
    }

    @Test(arguments: TestSupport.seeds(0..<40))
    func `whatever comes, in the end nobody is owed a judgement and the timer is set`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var office = Office(&numbers, sweptUpTo: Bool.random(using: &numbers) ? 990 : nil)
        for _ in 0..<200 {
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: office.sweeper.hear(.due)
            case 1: office.sweeper.hear(.configured)
            case 2: office.recorded([])
            case 3: office.recorded(["P\(Int.random(in: 0..<100, using: &numbers))", "Q1"])
            case 4: office.day += Int.random(in: -3...5, using: &numbers)
            default: _ = office.look(mayJudge: Bool.random(using: &numbers))
            }
        }
        office.sweeper.hear(.due)
        office.settle()
        #expect(office.owed.isEmpty && !office.timerIsStale)
        #expect(office.completed.last == office.today)
    }
}
