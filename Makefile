# What a person does with kapbridge. `make help` lists it.

SHELL      := bash
FUZZTIME   ?= 30s
LAWCHECKS  ?= 20000
SEARCHES   ?= 20000
SEED       ?= 1
WALKS      ?= 1000
DOSES      ?= 1000000
ROUNDS     ?= 10000
CYCLES     ?= 20
PATIENTS   ?= 20
EXPORT     ?=
ARGS       ?=
VALIDATOR  ?=

.DEFAULT_GOAL := help
.PHONY: help run build test lint verify fuzz bench laws model walks million agree races crashes conform postgres postgres-server clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The program itself and not "go run", which a SIGTERM would end without it.
run: postgres build ## start kapbridge with its private PostgreSQL and, when empty, a demo clinic
	@exec bin/kapbridge serve --demo-if-empty $(PATIENTS) $(ARGS)

build: ## bin/kapbridge
	go build -o bin/kapbridge ./cmd/kapbridge

test: postgres-server lint ## vet, staticcheck and all tests
	go test -p 2 -timeout 15m ./...

lint: ## gofmt, vet, staticcheck
	@unformatted=$$(gofmt -l .) && { [ -z "$$unformatted" ] || { echo "run gofmt -w on:"; echo "$$unformatted"; exit 1; }; }
	go vet ./...
	go tool staticcheck ./...

verify: ## generated tables and pages are what their sources give
	go run ./cmd/r4tables -verify
	go run ./cmd/kapbridge docs --verify

fuzz: ## every fuzz target for FUZZTIME (30s)
	scripts/fuzz.sh $(FUZZTIME)

bench: postgres-server ## all benchmarks
	go test -p 1 -run '^$$' -bench . -benchmem ./...

laws: ## the lens laws on many random trees and row edits (LAWCHECKS a property)
	KAPBRIDGE_LAWS=long go test ./mapping -run Law -timeout 30m -rapid.checks=$(LAWCHECKS)

model: postgres-server ## compare SEARCHES (20000) random searches with a slow reading of the standard
	go test ./cmd/kapbridge -run TestSearchIsWhatTheStandardSays -timeout 30m -v -args -modelqueries=$(SEARCHES) -modelseed=$(SEED)

walks: postgres-server ## WALKS (1000) walks through pages of searches while eight others write
	go test ./cmd/kapbridge -run TestWalksWhileOthersWrite -timeout 60m -v -args -walks=$(WALKS)

million: postgres-server ## time searches among DOSES (1000000) administrations, and check their plans
	go test ./cmd/kapbridge -run TestManyAdministrations -timeout 60m -v -args -administrations=$(DOSES)

agree: ## compare our verdicts on mutants with HL7's validator's; VALIDATOR=http://... asks a running one for new ones
	go test ./fhir/validate -run TestAgreement -count=1 -timeout 60m -v $(if $(VALIDATOR),-update -validator $(VALIDATOR))

races: postgres-server ## ROUNDS (10000) rounds in which 32 clients of two servers write the same at once
	go test ./cmd/kapbridge -run TestOneWinsOnTwoServers -timeout 120m -v -args -racerounds=$(ROUNDS)

crashes: postgres ## kill the server and PostgreSQL CYCLES (20) times while clients write, and look for every write
	go test ./cmd/kapbridge -run TestCrashes -timeout 60m -v -args -crashcycles=$(CYCLES)

conform: postgres-server ## hold a demo clinic of PATIENTS (20) to every profile, and write it to EXPORT, if given, as NDJSON
	go test ./cmd/kapbridge -run TestDemoConforms -timeout 60m -v -args -conformpatients=$(PATIENTS) -conformexport=$(abspath $(EXPORT))

postgres: ## install PostgreSQL's programs when they are missing and that may be done
	@scripts/postgres.sh

# Tests start servers of their own unless given one for tests.
postgres-server:
	@[ -n "$$KAPBRIDGE_TEST_DATABASE_URL" ] || scripts/postgres.sh server

clean: ## remove bin
	rm -rf bin
