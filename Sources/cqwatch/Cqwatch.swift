import ArgumentParser

@main
struct Cqwatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cqwatch", abstract: "Watches a LightCycler 96's runs.")
}
