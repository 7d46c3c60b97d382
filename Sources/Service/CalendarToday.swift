// Which day it is, for people and for judging.
public import Assay
public import Configuration
public import Foundation
internal import Monitoring

extension CalendarDate {
    /// The date at an instant in a zone; nil where the clock stands outside the years that a date may have.
    public static func today(in zone: TimeZone, at now: Date = Date()) -> CalendarDate? {
        CalendarDate(of: now, in: zone)
    }
}

extension Configuration {
    /// The zone of the instrument's clock; this machine's where none is configured.
    public var instrumentZone: TimeZone { watch.timeZone.flatMap { TimeZone(identifier: $0) } ?? .current }
}
