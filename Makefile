# The whole law of the project is `make check`; `make e2e` adds what needs a
# browser, a Docker engine or other languages.

GO ?= go
VERSION ?= devel

.PHONY: check test lint build e2e bench fuzz numbers image

check: lint test

test:
	$(GO) test -race -shuffle=on ./...

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff
	cd e2e && $(GO) vet ./... && $(GO) mod tidy -diff
	@if command -v golangci-lint >/dev/null; then golangci-lint run; else echo "golangci-lint is not installed: skipped"; fi

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/sms77mock ./cmd/sms77mock

e2e: build
	e2e/run

# Requests per second beside a bare net/http handler, over loopback.
bench: build
	$(GO) test -run '^$$' -bench . -benchmem ./testkit ./mockserver/...
	cd e2e && $(GO) run ./load ../bin/sms77mock

# Every fuzz target, 30 seconds each.
fuzz:
	.ci/fuzz 30s

# The table of telephone numbers, from the libphonenumber in e2e/go.mod.
numbers:
	cd e2e && $(GO) run ./numbers > numbers.tmp && mv numbers.tmp ../mockserver/internal/gateway/number/table.txt

image:
	docker build -t sms77mock --build-arg VERSION=$(VERSION) .
