// Intervals at 95 % need one quantile of Student's distribution: the two-sided one.

/// Two-sided 95 % quantile of Student's t (the 0.975 quantile); nil below one degree of freedom. Exact to 4 digits from
/// a table up to 12 degrees of freedom, between whole ones linear in 1/ν; beyond by the asymptotic expansion of Fisher
/// and Cornish (Abramowitz and Stegun 26.7.5).
func studentT975(degreesOfFreedom: Double) -> Double? {
    guard degreesOfFreedom >= 1 else { return nil }
    let table = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788]
    if degreesOfFreedom <= Double(table.count) {
        let below = Int(degreesOfFreedom), above = min(below + 1, table.count)
        guard above > below else { return table[below - 1] }
        let share = (1 / Double(below) - 1 / degreesOfFreedom) / (1 / Double(below) - 1 / Double(above))
        return table[below - 1] + share * (table[above - 1] - table[below - 1])
    }
    let z = 1.959_963_985
    guard degreesOfFreedom.isFinite else { return z }
    let z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z
    let v = degreesOfFreedom
    return z + (z3 + z) / (4 * v) + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * v * v * v)
}
