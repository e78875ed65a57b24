# The whole law of the project is `make check`; `make e2e` adds what needs a
# browser, a Docker engine or other languages.

GO ?= go
VERSION ?= devel
COMMIT ?= $(shell git rev-parse --short=12 HEAD 2>/dev/null)
DATE ?= $(shell git log -1 --format=%cI 2>/dev/null)
LDFLAGS = -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)

.PHONY: check test test32 vet32 lint build cross release e2e bench least peers growth soak fuzz numbers image

check: lint test

test:
	$(GO) test -race -shuffle=on ./...

# The tests on 32 bits, which amd64 runs by itself.
test32:
	GOARCH=386 CGO_ENABLED=0 $(GO) test ./...

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff
	cd e2e && $(GO) vet ./... && $(GO) mod tidy -diff
	@if command -v golangci-lint >/dev/null; then golangci-lint run; else echo "golangci-lint is not installed: skipped"; fi

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "$(LDFLAGS)" -o bin/sms77mock ./cmd/sms77mock

# Whether all of it compiles for other machines, the tests for 32-bit ones too.
cross: vet32
	@set -e; for os in linux darwin windows; do for arch in amd64 arm64 386; do \
		[ $$os/$$arch != darwin/386 ] || continue; echo "build $$os/$$arch"; \
		GOOS=$$os GOARCH=$$arch CGO_ENABLED=0 $(GO) build -o /dev/null ./cmd/sms77mock; \
	done; done

WIDTH32 ?= 386 arm
vet32:
	@for arch in $(WIDTH32); do echo "vet linux/$$arch"; GOOS=linux GOARCH=$$arch CGO_ENABLED=0 $(GO) vet ./... || exit 1; done

# What a release consists of, in dist/: archives for each platform, their
# checksums and what they are made of (SBOM).
PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
release:
	GO="$(GO)" LDFLAGS="$(LDFLAGS)" PLATFORMS="$(PLATFORMS)" .ci/release $(VERSION)

e2e: build
	e2e/run

# Requests per second and CPU time beside a bare net/http handler, over loopback.
bench: build
	$(GO) test -run '^$$' -bench . -benchmem ./testkit ./mockserver/...
	cd e2e && $(GO) run ./load $(LOAD) ../bin/sms77mock

# The least that a double costs which is made of the same libraries.
least:
	cd e2e && $(GO) run ./load $(LOAD) -least

# The double and others like it under the same load, as a table. They are installed
# for it from npm and the Go proxy, where these can be reached.
peers: build
	cd e2e && $(GO) run ./load $(LOAD) -peers load/peers ../bin/sms77mock

# What a request costs beside much of everything; fails where tenfold costs more
# than three times. SHORT=-short only prints.
growth:
	$(GO) test ./mockserver -run '^TestGrowth$$' -growth -v -timeout 30m $(SHORT)

# Everything at once for SOAK: nothing may fail, grow or be left. SHORT=-short
# does not ask how quick it is; PLOT=docs/images/soak.svg draws how it went.
SOAK ?= 10m
soak:
	$(GO) test -race ./mockserver -run '^TestSoak$$' -soak $(SOAK) -v -timeout 30m $(SHORT) $(if $(PLOT),-plot $(abspath $(PLOT)))

# Every fuzz target, 30 seconds each.
fuzz:
	.ci/fuzz 30s

# The table of telephone numbers, from the libphonenumber in e2e/go.mod.
numbers:
	cd e2e && $(GO) run ./numbers > numbers.tmp && mv numbers.tmp ../mockserver/internal/gateway/number/table.txt

image:
	docker build -t sms77mock --build-arg VERSION=$(VERSION) --build-arg COMMIT=$(COMMIT) --build-arg DATE=$(DATE) .
