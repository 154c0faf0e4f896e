# make demo   installs what is missing, builds, and runs the main job on real input
# make test   the whole suite
# make build  the release binary, at .build/release/assent
# make format the layout of all Swift files;  make lint checks it
# make bench  the benchmarks

SWIFT ?= swift
RELEASE = -c release --static-swift-stdlib

.PHONY: demo test build format lint bench dependencies

demo: build
	@bash Examples/demo.sh .build/release/assent

build: dependencies
	$(SWIFT) build $(RELEASE) --product assent

test: dependencies
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	XDG_CACHE_HOME=$(CURDIR)/.build/cache $(SWIFT) test --skip-build

format:
	$(SWIFT) format -ipr Package.swift Sources Tests Benchmarks

lint:
	$(SWIFT) format lint --strict -pr Package.swift Sources Tests

bench: build
	@bash Benchmarks/run.sh .build/release/assent

dependencies:
	@bash .ci/dependencies
