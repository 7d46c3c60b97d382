# The verbs people guess. Each does its own set-up: see Scripts/setup.
# Usage: make run [ONCE=1] [SEED=1] | make test [ROOM=Journal] [FILTER=regex] [SEED=7] | make check | make docs | make reference [ROOM=Journal] | make build | make bench | make fuzz [TARGET=rdml] [RUNS=1000000] | make deb | make vm-test | make soak [MINUTES=10] [SEED=7] | make install | make uninstall
SHELL := /bin/bash
SWIFT ?= swift
BUILD_FLAGS := -c release --static-swift-stdlib -Xlinker --strip-all --product cqwatch
DESTDIR ?=
# Where `make build` leaves the program.
BINARY = $(shell $(SWIFT) build $(BUILD_FLAGS) --show-bin-path)/cqwatch

.PHONY: all setup build run test check docs reference bench fuzz deb vm-test soak install uninstall clean

all: build

setup:
	@Scripts/setup

build: setup
	$(SWIFT) build $(BUILD_FLAGS)
	@Scripts/make-manual "$(BINARY)" .build/manual

# The study's cohort through the real daemon: simulated plates in, alerts out.
run: build
	@ONCE="$(ONCE)" SEED="$(SEED)" Scripts/run-cohort "$(BINARY)"

# Rooms whose tests wait for a process or a thread for so many seconds and no longer go one test at a time: beside those
# that compute they would starve. CentralStore, Shipping and Postgres wait for their database server without an end.
SERIAL_ROOMS := Channels Delivery Devices Intake Interface Linux Mail Service WebService cqwatch
empty :=
SERIAL := ($(subst $(empty) ,|,$(SERIAL_ROOMS)))Tests[./]
# Of a room that only computes, the tests share both cores.
ORDER = $(if $(ROOM),$(if $(filter $(ROOM),$(SERIAL_ROOMS)),--no-parallel,--parallel),--no-parallel)
test:
	@Scripts/setup tests
	$(SWIFT) build --build-tests
ifneq ($(ROOM)$(FILTER),)
	SEED=$(SEED) $(SWIFT) test --skip-build $(ORDER) --filter '$(if $(ROOM),^$(ROOM)Tests[./].*)$(FILTER)'
else
	SEED=$(SEED) $(SWIFT) test --skip-build --parallel --skip '$(SERIAL)'
	SEED=$(SEED) $(SWIFT) test --skip-build --no-parallel --filter '$(SERIAL)'
endif

# Layout as swift-format (part of the toolchain) sees it, and the rooms as ARCHITECTURE.md draws them.
check: setup
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --no-parallel --filter '^ArchitectureTests[./]'

# Writes the parts of README.md and docs/ that are made from the rules' own files. A test fails while they differ.
docs: setup
	$(SWIFT) build --build-tests
	WRITE_DOCS=1 $(SWIFT) test --skip-build --no-parallel --filter GeneratedDocumentsTests

# Puts binary, units, udev rule, manuals and the service's user in place, and a configuration where there is none. Run as root after `make build`.
install:
	@DESTDIR="$(DESTDIR)" Scripts/install "$(BINARY)"

# Takes away what install put there; configuration and journal stay.
uninstall:
	@DESTDIR="$(DESTDIR)" Scripts/uninstall

# A Debian package of what `make build` made: .build-deb/cqwatch_VERSION_ARCHITECTURE.deb.
deb: build
	@Scripts/setup package
	@Scripts/make-deb "$(BINARY)"

# The release check: the package in real machines, with USB sticks, a share and a mail server. Needs root. Tests/vm/README.md.
vm-test: deb
	@Scripts/setup vm
	@Tests/vm/run
	@Tests/soak/run "$(BINARY)" 10

# Both services under a seeded mix of all that may happen to them, and an oracle that knows what was done: Tests/soak/README.md.
soak: build
	@Tests/soak/run "$(BINARY)" "$(MINUTES)" "$(SEED)"

# The rooms' reference as web pages, with articles on the journal's chain and on how a Cq is called: .build/reference.
reference: setup
	@ROOM="$(ROOM)" Scripts/make-reference

# Accuracy and speed, side by side with the published tools: Benchmarks/README.md.
bench: setup
	@Benchmarks/run

# Everything that reads foreign bytes, under libFuzzer and AddressSanitizer: Fuzzing/README.md.
fuzz: setup
	@RUNS="$(RUNS)" Fuzzing/run $(TARGET)

clean:
	rm -rf .build .build-deb Benchmarks/.build Fuzzing/.build run
